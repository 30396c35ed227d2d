import type { Knex } from 'knex';
import importerDefaults, { type ImporterConfig } from '../../src/plugins/importer/server/config';
import {
  createFindAreaFault,
  type AreaJudge,
} from '../../src/plugins/importer/server/services/area-fault';
import type { TargetsService } from '../../src/plugins/importer/server/services/targets';
import { wireRuns } from '../../src/plugins/importer/server/services/wire-runs';
import type { ImportRuns, Run } from '../../src/plugins/importer/contract/run';
import type { TestApp } from './app';
import { createObisPool, type ObisFields } from './replay-server/obis/pool';
import { createObisProvider } from './replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from './replay-server/server';

export interface ImportRig {
  runs: ImportRuns;
  /** The waits that were asked for between attempts; none is waited out. */
  waits: number[];
}

export interface RigOptions {
  pageSize?: number;
  mergeBatchSize?: number;
  /** Records in one question to GBIF, before it is cut into parts. */
  maxRecords?: number;
  now?: () => Date;
  inbox?: string;
  /** At GBIF, for downloads. */
  account?: { user: string; password: string } | null;
}

/** The importer of a booted app, pointed at a replay server, with a clock that does not make us wait. */
export function createImportRig(
  { db, strapi }: TestApp,
  replay: ReplayServer,
  {
    pageSize = 5000,
    mergeBatchSize = 100,
    maxRecords = 100_000,
    now = () => new Date(),
    inbox = 'no-inbox',
    account = null,
  }: RigOptions = {},
): ImportRig {
  const waits: number[] = [];
  const config: ImporterConfig = {
    ...importerDefaults.default,
    secrets: ['secret of the test'],
    mergeBatchSize,
    contact: 'https://example.org/tests',
    obis: { baseUrl: `${replay.url}/v3`, pageSize, timeoutSeconds: 2 },
    gbif: {
      baseUrl: replay.url,
      pageSize: Math.min(pageSize, 300),
      timeoutSeconds: 2,
      minIntervalMs: 0,
      maxRecords,
      account,
      pollSeconds: 30,
    },
    files: {
      ...importerDefaults.default.files,
      inbox,
      pageSize,
      timeoutSeconds: 2,
      allowsPrivate: true,
    },
    worms: {
      baseUrl: `${replay.url}/rest`,
      timeoutSeconds: 2,
      minIntervalMs: 0,
      ageDays: { found: 90, missing: 30 },
    },
  };
  const runs = wireRuns({
    db,
    config,
    version: 'test',
    resolveTargets: () => strapi.plugin('importer').service<TargetsService>('targets').resolve(),
    random: () => 0.5,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    now,
    report: () => Promise.resolve(),
    findAreaFault: createFindAreaFault(() =>
      strapi.plugin('geo').service<AreaJudge>('geometryCheck'),
    ),
  });
  return { runs, waits };
}

/** Replay servers for records that a test makes up; closed together after it. */
export function createImportStage() {
  let replays: ReplayServer[] = [];

  async function serve(occurrences: unknown[], datasets: ObisFields[] = []): Promise<ReplayServer> {
    const provider = createObisProvider(createObisPool(occurrences, datasets));
    const replay = await startReplayServer({ providers: [provider] });
    replays.push(replay);
    return replay;
  }

  return {
    serve,
    async importAll(
      app: TestApp,
      occurrences: unknown[],
      datasets: ObisFields[] = [],
      pageSize = 3,
    ): Promise<Run> {
      const { runs } = createImportRig(app, await serve(occurrences, datasets), { pageSize });
      return runs.start({ source: 'obis' });
    },
    async close(): Promise<void> {
      await Promise.all(replays.map((replay) => replay.close()));
      replays = [];
    },
  };
}

/** Empties what an import writes. */
export async function forgetImports(db: Knex): Promise<void> {
  await db.raw(
    `truncate occurrences, datasets, taxa, importer_runs, importer_shared_keys, importer_aphia,
            importer_names, importer_dataset_pulls, importer_stale_taxa, importer_stale_names cascade`,
  );
  await db.raw('delete from importer_leases');
}

/** What an import is for: everything but ids, times of writing and what the database counts itself. */
export async function finalRows(db: Knex): Promise<unknown[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select provider, dataset_key, record_key, provider_record_id, scientific_name, aphia_id,
            decimal_longitude, decimal_latitude, event_date, event_date_start, event_date_end,
            event_date_precision, cast(flags as text) as flags, absence, dropped, content_hash,
            cast(raw as text) as raw, withdrawn_at is not null as is_withdrawn
       from occurrences order by provider, dataset_key, record_key`,
  );
  return rows;
}

/** The datasets and taxa that an import leaves, without ids and times of writing. */
export async function referenceRows(db: Knex): Promise<unknown[]> {
  const datasets = await db('datasets')
    .select('provider', 'dataset_key', 'title', 'citation', 'doi', 'license', 'updated_at_provider')
    .orderBy(['provider', 'dataset_key']);
  const taxa = await db('taxa')
    .select('aphia_id', 'scientific_name', 'class', 'order', 'family', 'genus', 'is_marine')
    .orderBy('aphia_id');
  return [...(datasets as unknown[]), ...(taxa as unknown[])];
}

/** The links that imports leave, told by the records they join, and which record stands for which. */
export async function linkRows(db: Knex): Promise<unknown[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with named as (
       select id, document_id, duplicate_of,
              concat_ws(' ', provider, dataset_key, record_key) as name from occurrences)
     select least(one.name, other.name) as one, greatest(one.name, other.name) as other, state,
            reason, score, cast(evidence as text) as evidence,
            one.duplicate_of is null as is_one_public, other.duplicate_of is null as is_other_public
       from importer_links as link
       join named as one on one.id = link.one_id
       join named as other on other.id = link.other_id
      order by 1, 2`,
  );
  return rows;
}

/** The version of every row: a row that was written again has another. */
export async function rowVersions(db: Knex): Promise<unknown[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 'occurrence' as kind, id, cast(xmin as text) as xmin, cast(ctid as text) as ctid from occurrences
      union all
     select 'dataset', id, cast(xmin as text), cast(ctid as text) from datasets
      union all
     select 'taxon', id, cast(xmin as text), cast(ctid as text) from taxa
      order by 1, 2`,
  );
  return rows;
}

/** The outcomes of a run alone, for comparing. */
export const outcomesOf = ({ tally }: Run) => ({
  read: tally.read,
  inserted: tally.inserted,
  updated: tally.updated,
  unchanged: tally.unchanged,
  rejected: tally.rejected,
  repeated: tally.repeated,
});
