import type { Knex } from 'knex';
import { isFields } from '../domain/read-value';
import { addWarning, type Checkpoint } from '../domain/run';
import type {
  RenamedOccurrence,
  SentOccurrence,
  StaleNameRepository,
} from '../repositories/stale-names';
import type { Source } from '../sources/source';
import { checkRecords } from './check';
import type { RecordNamer } from './name-records';
import { stageRecord, type StagedRecord } from './stage';

export interface RenameSteps {
  stale: StaleNameRepository;
  /** By the name of the provider; records of others are left alone. */
  sources: Readonly<Record<string, Source>>;
  /** Names records that come without WoRMS's names. */
  nameRecords: RecordNamer;
  /** Takes records that came with WoRMS's names to those that are accepted by now. */
  followNames: RecordNamer;
  db: Knex;
  now: () => Date;
  signal: AbortSignal;
  /** Records in one transaction. */
  batchSize: number;
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
}

/** Where the work stands: among taxa that WoRMS has changed, or in the records by their ids. */
export type RenamePosition =
  | { step: 'taxa-renamed'; aphiaId: number; after: number }
  | { step: 'names-renamed'; upTo: number; after: number };

export const FIRST_RENAME: RenamePosition = { step: 'taxa-renamed', aphiaId: 0, after: 0 };

/** Ids at hand at a time. */
const IDS_AT_ONCE = 20_000;

function staged(source: Source | undefined, sent: SentOccurrence): StagedRecord | null {
  const value: unknown = JSON.parse(sent.raw);
  return source && isFields(value) ? stageRecord(source, { value, resumeAt: null }, sent.id) : null;
}

/**
 * Reads stored records again as their providers sent them, by the names and checks of today: what
 * WoRMS calls them, their flags, and whether they are dropped. The hash is the one that an import
 * would write, so that the next one finds them unchanged.
 */
async function reread(sent: SentOccurrence[], steps: RenameSteps): Promise<RenamedOccurrence[]> {
  const { sources, nameRecords, followNames, now } = steps;
  const before = new Map(sent.map((item) => [item.id, item]));
  const read = sent
    .map((item) => staged(sources[item.provider], item))
    .filter((item) => item !== null);
  const named = await nameRecords(read);
  const followed = await followNames(named);
  const nowMs = now().getTime();
  const hashes = new Map(
    checkRecords(named, nowMs).accepted.map(({ ordinal, contentHash }) => [ordinal, contentHash]),
  );
  return checkRecords(followed, nowMs).accepted.flatMap(({ ordinal: id, fields, flags }) => {
    const contentHash = hashes.get(id);
    const stored = before.get(id);
    if (contentHash === undefined || !stored) return [];
    // A register that suddenly knows nothing must not empty the public set: what changes in the record
    // itself is for the next import to see.
    if (fields.aphiaId === null && stored.aphiaId !== null) return [];
    // Of these types in every record that was checked.
    const scientificName = fields.scientificName as string | null;
    const aphiaId = fields.aphiaId as number | null;
    const matchedAphiaId = fields.matchedAphiaId as number | null;
    const names = { scientificName, aphiaId, matchedAphiaId };
    return [{ id, before: stored.contentHash, contentHash, ...names, flags, dropped: fields.dropped === true }]; // prettier-ignore
  });
}

/** Brings these records up to date, so many in a transaction. @returns how many were written. */
async function rename(ids: number[], checkpoint: Checkpoint, steps: RenameSteps): Promise<number> {
  const { stale, db, now, batchSize, commit, signal } = steps;
  let count = 0;
  for (let start = 0; start < ids.length && !signal.aborted; start += batchSize) {
    const sent = await stale.findSent(db, ids.slice(start, start + batchSize));
    const renamed = await reread(sent, steps);
    await commit(async (trx) => {
      count += await stale.write(trx, renamed, now().toISOString());
      return checkpoint;
    });
  }
  return count;
}

function told(before: Checkpoint, count: number): Checkpoint {
  if (count === 0) return before;
  const code = 'records-reread';
  const known = before.warnings.find((warning) => warning.code === code);
  const sum = count + Number(known?.detail.split(' ')[0] ?? 0);
  const others = before.warnings.filter((warning) => warning !== known);
  const detail = `${sum} records follow what WoRMS says of their names now`;
  return { ...before, warnings: addWarning(others, { code, detail, isLossy: false }) };
}

interface Renamed {
  /** `null` at the end. */
  next: RenamePosition | null;
  checkpoint: Checkpoint;
}

async function ofTaxon(
  at: Extract<RenamePosition, { step: 'taxa-renamed' }>,
  before: Checkpoint,
  steps: RenameSteps,
): Promise<Renamed> {
  const { stale, db, commit, signal } = steps;
  const taxon = await stale.findTaxon(db);
  if (!taxon) {
    const upTo = await stale.findLastNamed(db);
    const next = upTo === null ? null : { step: 'names-renamed' as const, upTo, after: 0 };
    return { next, checkpoint: before };
  }
  const { aphiaId } = taxon;
  const after = at.aphiaId === aphiaId ? at.after : 0;
  const ids = await stale.findIdsByTaxon(db, { aphiaId, after, limit: IDS_AT_ONCE });
  const checkpoint = told(before, await rename(ids, before, steps));
  if (signal.aborted) return { next: at, checkpoint };
  if (ids.length < IDS_AT_ONCE) {
    await commit(async (trx) => {
      await stale.forgetTaxon(trx, taxon);
      return checkpoint;
    });
  }
  return { next: { step: 'taxa-renamed', aphiaId, after: ids.at(-1) ?? after }, checkpoint };
}

async function ofNames(
  at: Extract<RenamePosition, { step: 'names-renamed' }>,
  before: Checkpoint,
  steps: RenameSteps,
): Promise<Renamed> {
  const { stale, db, commit, signal } = steps;
  const { ids, last } = await stale.findIdsByName(db, { ...at, limit: IDS_AT_ONCE });
  const checkpoint = told(before, await rename(ids, before, steps));
  if (signal.aborted) return { next: at, checkpoint };
  if (last !== null) return { next: { ...at, after: last }, checkpoint };
  await commit(async (trx) => {
    await stale.forgetNames(trx, at.upTo);
    return checkpoint;
  });
  return { next: null, checkpoint };
}

/**
 * The next records of names that WoRMS has changed its mind about. Safe to repeat: a record that is
 * up to date is not written.
 */
export const renameRecords = (
  at: RenamePosition,
  before: Checkpoint,
  steps: RenameSteps,
): Promise<Renamed> =>
  at.step === 'taxa-renamed' ? ofTaxon(at, before, steps) : ofNames(at, before, steps);
