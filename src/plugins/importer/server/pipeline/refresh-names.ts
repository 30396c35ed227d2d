import type { Knex } from 'knex';
import { z } from 'zod';
import type { Run } from '../../contract/run';
import type { RejectedRecord } from '../domain/accepted-record';
import { addWarning, checkpointOf, type Checkpoint } from '../domain/run';
import { addTallies, countName, emptyTally } from '../domain/tally';
import type { NameFollowerRepository } from '../repositories/name-followers';
import type { StaleNameRepository } from '../repositories/stale-names';
import type { NameRepository } from '../repositories/names';
import type { RunRecordRepository } from '../repositories/run-records';
import type { WormsTaxonRepository } from '../repositories/worms-taxa';
import type { NamesService } from '../services/names';
import { followNames } from './follow-names';
import {
  FIRST_RENAME,
  renameRecords,
  type RenamePosition,
  type RenameSteps,
} from './rename-records';
import { BATCH_SIZE, type WormsClient } from '../sources/worms/client';
import { wormsParameters } from '../sources/worms/question';

export interface RefreshSteps {
  names: NamesService;
  client: WormsClient;
  repositories: {
    taxa: WormsTaxonRepository;
    names: NameRepository;
    runRecords: RunRecordRepository;
    followers: NameFollowerRepository;
    stale: StaleNameRepository;
  };
  /** For records that are read again. */
  renaming: Pick<RenameSteps, 'sources' | 'nameRecords' | 'followNames'>;
  /** Records in one transaction. */
  batchSize: number;
  db: Knex;
  now: () => Date;
  ageDays: { found: number; missing: number };
  mayWrite: boolean;
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
}

interface RefreshLimits {
  signal: AbortSignal;
  onCheckpoint: (checkpoint: Checkpoint) => void;
}

/**
 * Where a run stands: what WoRMS changed, then taxa in the order of their ids, then names, and last
 * the records: under names that are not accepted any more, and under all that WoRMS has changed.
 */
const position = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('changes'), offset: z.number(), first: z.number().nullable() }),
  z.strictObject({ step: z.literal('taxa'), after: z.number() }),
  z.strictObject({ step: z.literal('names'), after: z.string() }),
  z.strictObject({ step: z.literal('records'), after: z.number() }),
  z.strictObject({
    ...{ step: z.literal('taxa-renamed'), aphiaId: z.number(), after: z.number() },
  }),
  z.strictObject({ step: z.literal('names-renamed'), upTo: z.number(), after: z.number() }),
  z.strictObject({ step: z.literal('end') }),
]);

type Position = z.infer<typeof position>;

const DAY_MS = 86_400_000;
const START: Position = { step: 'changes', offset: 1, first: null };
const TAXA: Position = { step: 'taxa', after: 0 };
const NAMES: Position = { step: 'names', after: '' };
const RECORDS: Position = { step: 'records', after: 0 };
const END: Position = { step: 'end' };

function createRefresh(run: Run, steps: RefreshSteps, signal: AbortSignal) {
  const { names, client, repositories, db, now, ageDays, mayWrite } = steps;
  const asking = { signal, mayWrite, isForced: true };
  const { changedSince } = wormsParameters.parse(run.parameters);
  /** A full run asks for everything that it has not asked for itself. */
  const olderThan = (days: number) =>
    new Date(now().getTime() - (run.mode === 'full' ? 0 : days * DAY_MS));

  async function storeVernaculars(ids: number[]): Promise<void> {
    const found: Parameters<WormsTaxonRepository['setVernaculars']>[1] = [];
    for (const aphiaId of ids) {
      const vernaculars = await client.vernaculars(aphiaId, signal);
      const english = vernaculars.find(({ language }) => language === 'eng');
      if (vernaculars.length === 0) continue;
      const vernacularName = english?.name.slice(0, 255) ?? null;
      found.push({ aphiaId, vernaculars, vernacularName });
    }
    await repositories.taxa.setVernaculars(db, found);
  }

  /** Asks for taxa that are ours, and answers what became of them. */
  async function refreshTaxa(ids: number[], checkpoint: Checkpoint, next: Position) {
    const { recordOf, updated } = await names.learn(ids, asking);
    const accepted = ids.filter((id) => recordOf(id)?.validAphiaId === id);
    if (mayWrite) await storeVernaculars(accepted);
    const tally = emptyTally();
    const rejected: RejectedRecord[] = [];
    for (const id of ids) {
      tally.read += 1;
      if (updated.includes(id)) tally.updated += 1;
      else if (recordOf(id)) tally.unchanged += 1;
      else {
        const ordinal = checkpoint.tally.read + tally.read;
        const source = JSON.stringify({ aphiaId: id });
        rejected.push({
          ordinal,
          providerRecordId: String(id),
          ...{ datasetKey: null, recordKeys: [], isIdentified: true },
          reasons: ['NOT_IN_WORMS'],
          sourceJson: source,
        });
        tally.rejected += 1;
        countName(tally.reasons, 'NOT_IN_WORMS');
      }
    }
    return { tally, rejected, next, warnings: checkpoint.warnings };
  }

  async function changes(at: Extract<Position, { step: 'changes' }>, checkpoint: Checkpoint) {
    if (changedSince === undefined) return refreshTaxa([], checkpoint, TAXA);
    const span = { since: new Date(changedSince), until: now(), offset: at.offset };
    const ids = await client.changedIds(span, signal);
    const [first = null] = ids;
    if (first !== null && first === at.first) {
      // Some lists of WoRMS answer every offset with their first page.
      const detail = 'WoRMS repeats its list of changes; what it left out is refreshed by age';
      const warnings = addWarning(checkpoint.warnings, {
        code: 'changes-repeat',
        detail,
        isLossy: false,
      });
      return { ...(await refreshTaxa([], checkpoint, TAXA)), warnings };
    }
    const ours = await repositories.taxa.findOurs(db, ids);
    const next: Position = first === null ? TAXA : { ...at, offset: at.offset + BATCH_SIZE, first };
    return refreshTaxa(ours, checkpoint, next);
  }

  async function taxa({ after }: Extract<Position, { step: 'taxa' }>, checkpoint: Checkpoint) {
    const before = olderThan(ageDays.found);
    const ids = await repositories.taxa.findStale(db, { before, after, limit: BATCH_SIZE });
    const last = ids.at(-1);
    return refreshTaxa(ids, checkpoint, last === undefined ? NAMES : { step: 'taxa', after: last });
  }

  async function agedNames(
    { after }: Extract<Position, { step: 'names' }>,
    checkpoint: Checkpoint,
  ) {
    const aged = await repositories.names.findAgedNames(db, {
      foundBefore: olderThan(ageDays.found),
      missingBefore: olderThan(ageDays.missing),
      after,
      limit: BATCH_SIZE,
    });
    const { outcomes, changed } = await names.match(aged, asking);
    const ids = [...outcomes.values()].map(({ aphiaId }) => aphiaId).filter((id) => id !== null);
    await names.learn(ids, { signal, mayWrite });
    const tally = emptyTally();
    tally.read = aged.length;
    tally.updated = changed.length;
    tally.unchanged = aged.length - changed.length;
    const warnings = changed.reduce(
      (all, name) =>
        addWarning(all, {
          code: 'name-changed',
          detail: `"${name}" is another taxon now`,
          isLossy: false,
        }),
      checkpoint.warnings,
    );
    const last = aged.at(-1);
    const next: Position = last === undefined ? RECORDS : { step: 'names', after: last };
    return { tally, rejected: [], next, warnings };
  }

  async function records(
    { after }: Extract<Position, { step: 'records' }>,
    checkpoint: Checkpoint,
  ) {
    const { followers, stale } = repositories;
    const { last, checkpoint: done } = await followNames(after, checkpoint, {
      ...steps,
      ...{ followers, stale },
    });
    const next: Position = last === null ? FIRST_RENAME : { step: 'records', after: last };
    return { tally: emptyTally(), rejected: [], next, warnings: done.warnings };
  }

  async function renamed(at: RenamePosition, checkpoint: Checkpoint) {
    const { stale } = repositories;
    const renaming = { ...steps, ...steps.renaming, stale, signal };
    const { next, checkpoint: done } = await renameRecords(at, checkpoint, renaming);
    return { tally: emptyTally(), rejected: [], next: next ?? END, warnings: done.warnings };
  }

  return async (at: Exclude<Position, { step: 'end' }>, checkpoint: Checkpoint) => {
    if (at.step === 'records') return records(at, checkpoint);
    if (at.step === 'taxa-renamed' || at.step === 'names-renamed') return renamed(at, checkpoint);
    if (at.step === 'changes') return changes(at, checkpoint);
    return at.step === 'taxa' ? taxa(at, checkpoint) : agedNames(at, checkpoint);
  };
}

/**
 * Brings what is known of names up to date: what WoRMS says that it changed, then taxa and names that
 * it was not asked for in a long time, each batch with a checkpoint behind it.
 */
export async function refreshNames(
  run: Run,
  steps: RefreshSteps,
  { signal, onCheckpoint }: RefreshLimits,
): Promise<Checkpoint> {
  const refresh = createRefresh(run, steps, signal);
  const { runRecords } = steps.repositories;
  let at: Position = run.cursor === null ? START : position.parse(JSON.parse(run.cursor));
  let checkpoint = checkpointOf(run);
  while (at.step !== 'end' && !signal.aborted) {
    const { tally, rejected, next, warnings } = await refresh(at, checkpoint);
    const before = checkpoint;
    checkpoint = await steps.commit(async (trx) => {
      await runRecords.addRejected(trx, run.id, rejected);
      return {
        ...before,
        cursor: JSON.stringify(next),
        pages: before.pages + 1,
        tally: addTallies(before.tally, tally),
        warnings,
      };
    });
    at = next;
    onCheckpoint(checkpoint);
  }
  return checkpoint;
}
