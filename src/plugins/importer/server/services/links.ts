import type { Knex } from 'knex';
import { Problem } from '../../../../lib/problem';
import { workInBackground } from '../../../../lib/sql/background';
import { pairDatasets, type DatasetPair } from '../domain/links/crosswalk';
import { settleNeighbourhood } from '../domain/links/neighbourhood';
import type { DatasetPairRepository } from '../repositories/dataset-pairs';
import type { LinkQueue } from '../repositories/link-queue';
import type { LinkRecordRepository } from '../repositories/link-records';
import type { LinkRepository } from '../repositories/links';
import { explore, RecordsBusy } from './link-neighbourhood';
import { takeSourceLease, type LeaseDependencies } from './source-lease';

/** A linking transaction is short: on the embedded database everybody waits for it. */
const RECORDS_AT_ONCE = 500;
/** While all records are of one provider there is little to look at, and most of it is asking. */
const UNMATCHED_AT_ONCE = 2500;
const BUSY_MS = 200;
const MOST_TRIES = 100;
const LEASE = 'links';
const NEVER = new AbortController().signal;

export interface LinkRepositories {
  records: LinkRecordRepository;
  datasetPairs: DatasetPairRepository;
}

interface LinksDependencies {
  db: Knex;
  links: LinkRepository;
  queue: LinkQueue;
  /** Of the registered targets. */
  repositories: () => LinkRepositories;
  lease: Omit<LeaseDependencies, 'db'>;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface LinkTally {
  /** Records that were looked at. */
  looked: number;
  /** Links made or changed, and forgotten. */
  written: number;
  removed: number;
}

/** Two transactions wrote the same rows in another order: one was undone, and can be done again. */
const isDeadlock = (error: unknown) =>
  ['40P01', '40001'].includes((error as { code?: string }).code ?? '');

const nameOf = ({ provider, datasetKey, otherProvider, otherKey, reason }: DatasetPair) =>
  JSON.stringify([provider, datasetKey, otherProvider, otherKey, reason]);

/** Which records of two providers are the same: found, stored, and shown by the records themselves. */
export function createLinksService(dependencies: LinksDependencies) {
  const { db, links, queue, repositories, sleep } = dependencies;

  /** Judges the links of some records. @throws RecordsBusy when somebody else is writing them. */
  async function settle(
    trx: Knex,
    ids: readonly number[],
    mayFind: boolean,
  ): Promise<{ written: number; removed: number }> {
    const { records } = repositories();
    const changes = settleNeighbourhood(await explore(trx, ids, { records, links, mayFind }));
    await links.remove(trx, changes.remove);
    await links.put(trx, changes.put);
    await records.show(trx, changes.show);
    return { written: changes.put.length, removed: changes.remove.length };
  }

  /** Finds which datasets are the same, and has the records looked at of those that were not before. */
  async function pairAll(): Promise<void> {
    const { datasetPairs, records } = repositories();
    const wanted = pairDatasets(await datasetPairs.describe(db));
    const known = await datasetPairs.find(db);
    const [wantedNames, knownNames] = [new Set(wanted.map(nameOf)), new Set(known.map(nameOf))];
    const added = wanted.filter((pair) => !knownNames.has(nameOf(pair)));
    const removed = known.filter((pair) => !wantedNames.has(nameOf(pair)));
    if (added.length + removed.length === 0) return;
    await db.transaction(async (trx) => {
      await datasetPairs.remove(trx, removed);
      await datasetPairs.add(trx, added);
      // One side is enough: a pair is found from either.
      const touched = [...added, ...removed].filter((pair) => pair.provider < pair.otherProvider);
      const named = new Map(touched.map((pair) => [`${pair.provider} ${pair.datasetKey}`, pair]));
      await records.queueDatasets(trx, [...named.values()]);
    });
  }

  async function takeSlice(mayFind: boolean, signal: AbortSignal): Promise<LinkTally> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await db.transaction(async (trx) => {
          await workInBackground(trx);
          const ids = await queue.take(trx, mayFind ? RECORDS_AT_ONCE : UNMATCHED_AT_ONCE);
          if (ids.length === 0) return { looked: 0, written: 0, removed: 0 };
          return { looked: ids.length, ...(await settle(trx, ids, mayFind)) };
        });
      } catch (error) {
        const canWait = error instanceof RecordsBusy || isDeadlock(error);
        if (!canWait || tries >= MOST_TRIES) throw error;
        await sleep(BUSY_MS, signal);
      }
    }
  }

  return {
    settle,

    /**
     * Links whatever is new or has changed, in short transactions; killed in between it goes on where it
     * was. What comes meanwhile is for the next time. Does nothing while another process is at it.
     */
    async linkPending({
      signal = NEVER,
    }: { signal?: AbortSignal | undefined } = {}): Promise<LinkTally> {
      const tally: LinkTally = { looked: 0, written: 0, removed: 0 };
      const lease = await takeSourceLease(LEASE, { ...dependencies.lease, db }).catch(
        (error: unknown) => {
          if (error instanceof Problem && error.code === 'import-running') return null;
          throw error;
        },
      );
      if (!lease) return tally;
      try {
        await pairAll();
        let mayFind = false;
        while (!signal.aborted) {
          // Another provider's records may come at any time.
          mayFind ||= await repositories().records.hasOtherProviders(db);
          const slice = await takeSlice(mayFind, signal);
          if (slice.looked === 0) break;
          tally.looked += slice.looked;
          tally.written += slice.written;
          tally.removed += slice.removed;
        }
      } finally {
        await lease.release();
      }
      return tally;
    },
  };
}

export type LinksService = ReturnType<typeof createLinksService>;
