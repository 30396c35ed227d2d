import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import type { RejectedRecord, StoredOccurrence } from '../domain/accepted-record';
import type { ProviderDataset, ProviderTaxon } from '../domain/occurrence';
import type { KeyLadder } from '../domain/record-key';
import type { Tally } from '../../contract/run';
import { addTallies, countName, emptyTally } from '../domain/tally';
import type { OccurrenceRepository, WrittenRow } from '../repositories/occurrences';
import type { DatasetRepository, TaxonRepository } from '../repositories/references';
import type { RunRecordRepository } from '../repositories/run-records';
import type { SharedKeyRepository } from '../repositories/shared-keys';
import type { CheckedSlice } from './check';
import { identify, type IdentifiedRecord } from './identify';
import { createKeyStore } from './key-store';

export interface MergeRepositories {
  occurrences: OccurrenceRepository;
  taxa: TaxonRepository;
  datasets: DatasetRepository;
  sharedKeys: SharedKeyRepository;
  runRecords: RunRecordRepository;
}

export interface MergeContext {
  runId: number;
  /** When this slice is written, as ISO text. */
  writtenAt: string;
  /** What the provider told about datasets that were not described yet. */
  described: ProviderDataset[];
  /** The ladder of a record that is stored, from what the provider sent then. */
  ladderOfRaw: (raw: unknown) => KeyLadder | null;
}

/** Faults of the value, not of the server: text that is no number, a value out of range, too long. */
const isDataFault = (error: unknown) => /^(22|23|54)/.test((error as { code?: string }).code ?? '');

const isUnchanged = ({ record, stored }: IdentifiedRecord): boolean =>
  stored !== null && !stored.isWithdrawn && stored.contentHash === record.contentHash;

/** What tells the row of a record: its id where it is stored, else the document id it gets. */
function toRow({ record, recordKey, stored }: IdentifiedRecord): WrittenRow {
  const { fields, contentHash, rawJson } = record;
  const name = stored?.id ?? createDocumentId();
  return { name, recordKey, contentHash, fields, rawJson };
}

interface Written {
  /** Of all that were met: a row may be as wanted already, by a run that names it anew at this moment. */
  ids: number[];
  refused: IdentifiedRecord[];
}

function distinctTaxa(records: IdentifiedRecord[]): (ProviderTaxon & { documentId: string })[] {
  const taxa = new Map<number, ProviderTaxon>();
  for (const { record } of records) {
    if (record.taxon && !taxa.has(record.taxon.aphiaId))
      taxa.set(record.taxon.aphiaId, record.taxon);
  }
  return [...taxa.values()]
    .sort((a, b) => a.aphiaId - b.aphiaId)
    .map((taxon) => ({ ...taxon, documentId: createDocumentId() }));
}

/** The step that changes the live tables. Everything it writes is in the transaction it is given. */
export function createMerge(repositories: MergeRepositories) {
  const { occurrences, taxa, datasets, sharedKeys, runRecords } = repositories;

  /** Writes all, or finds by halves the records that the database will not have. */
  async function write(
    trx: Knex,
    records: IdentifiedRecord[],
    writtenAt: string,
  ): Promise<Written> {
    if (records.length === 0) return { ids: [], refused: [] };
    try {
      const isNew = ({ stored }: IdentifiedRecord) => stored === null;
      const added = records.filter(isNew).map(toRow);
      const changed = records.filter((record) => !isNew(record)).map(toRow);
      const ids = records.flatMap(({ stored }) => (stored === null ? [] : [stored.id]));
      await trx.transaction(async (savepoint) => {
        ids.push(...(await occurrences.insert(savepoint, added, writtenAt)));
        await occurrences.update(savepoint, changed, writtenAt);
      });
      return { ids, refused: [] };
    } catch (error) {
      if (!isDataFault(error)) throw error;
      if (records.length === 1) return { ids: [], refused: records };
      const middle = Math.ceil(records.length / 2);
      const first = await write(trx, records.slice(0, middle), writtenAt);
      const second = await write(trx, records.slice(middle), writtenAt);
      return {
        ids: [...first.ids, ...second.ids],
        refused: [...first.refused, ...second.refused],
      };
    }
  }

  async function writeDatasets(
    trx: Knex,
    runId: number,
    { accepted }: CheckedSlice,
    { described, writtenAt }: MergeContext,
  ): Promise<void> {
    const counts = new Map<string, number>();
    for (const { datasetKey } of accepted)
      counts.set(datasetKey, (counts.get(datasetKey) ?? 0) + 1);
    await runRecords.addDatasets(trx, runId, counts);
    const withId = <Entry>(entry: Entry) => ({ ...entry, documentId: createDocumentId() });
    await datasets.describeChanged(trx, described.map(withId), writtenAt);
    const named = [...counts.keys()].sort().map((datasetKey) => withId({ datasetKey }));
    await datasets.addNamed(trx, named, writtenAt);
  }

  /** Merges one checked slice. @returns its whole tally. */
  return async function merge(
    trx: Knex,
    checked: CheckedSlice,
    context: MergeContext,
  ): Promise<Tally> {
    const { runId, writtenAt } = context;
    const keys = createKeyStore(trx, { occurrences, sharedKeys }, context);
    const { distinct, repeatedCount } = await identify(checked.accepted, keys);
    const unchanged = distinct.filter(isUnchanged);
    const changing = distinct.filter((item) => !isUnchanged(item));
    const { ids, refused } = await write(trx, changing, writtenAt);
    const isRefused = new Set(refused);
    const written = changing.filter((item) => !isRefused.has(item));

    await writeDatasets(trx, runId, checked, context);
    await taxa.fillIn(trx, distinctTaxa(distinct), writtenAt);
    const known = unchanged.map(({ stored }) => (stored as StoredOccurrence).id);
    await runRecords.addSeen(trx, runId, [...ids, ...known]);
    const rejected = [...checked.rejected, ...refused.map(toRejected)];
    await runRecords.addRejected(trx, runId, rejected);

    const outcome = emptyTally();
    outcome.inserted = written.filter(({ stored }) => stored === null).length;
    outcome.updated = written.length - outcome.inserted;
    outcome.unchanged = unchanged.length;
    outcome.repeated = repeatedCount;
    outcome.rejected = refused.length;
    if (refused.length > 0) countName(outcome.reasons, 'NOT_STORABLE', refused.length);
    return addTallies(checked.tally, outcome);
  };
}

export type Merge = ReturnType<typeof createMerge>;

const toRejected = ({ record, recordKey }: IdentifiedRecord): RejectedRecord => ({
  ordinal: record.ordinal,
  providerRecordId: record.providerRecordId,
  datasetKey: record.datasetKey,
  recordKeys: [recordKey],
  isIdentified: true,
  reasons: ['NOT_STORABLE'],
  sourceJson: record.rawJson,
});
