import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import { classificationPath } from '../domain/classification';
import { decideMatch, type NameOutcome } from '../domain/name-match';
import { toWormsTaxon } from '../domain/reference-fields';
import type { WormsRecord } from '../domain/worms-record';
import type { Freshness, KnownId, NameRepository, NewName } from '../repositories/names';
import type { WormsTaxonRepository } from '../repositories/worms-taxa';
import { BATCH_SIZE, type WormsClient } from '../sources/worms/client';

/** More rounds than this from a name up to the root would be a circle. */
const MAX_ROUNDS = 60;

export interface NamesDependencies {
  db: Knex;
  client: WormsClient;
  names: NameRepository;
  taxa: WormsTaxonRepository;
  /** How long an answer is good, and how long it is good that there was none. */
  ageDays: { found: number; missing: number };
  now: () => Date;
}

interface Asking {
  signal: AbortSignal;
  /** A dry run asks, and remembers nothing. */
  mayWrite: boolean;
}

export interface Learned {
  /** What WoRMS has of every id that was asked, and of the names above and behind them. */
  recordOf: (aphiaId: number) => WormsRecord | null;
  /** Of the ids that WoRMS was asked for now: taxa that were new, and that had changed. */
  inserted: number[];
  updated: number[];
}

/** The names of the register: asked for in batches, remembered with their age, stored as taxa. */
export interface NamesService {
  /** Makes these ids known with their accepted names and everything above them. */
  learn(ids: number[], asking: Asking & { isForced?: boolean }): Promise<Learned>;
  /** What each name means. @returns the outcomes by name, and which of them are other than before. */
  match(
    names: string[],
    asking: Asking & { isForced?: boolean },
  ): Promise<{ outcomes: Map<string, NameOutcome>; changed: string[] }>;
}

const DAY_MS = 86_400_000;
/** However old it is. */
const EVER: Freshness = { foundSince: new Date(0), missingSince: new Date(0) };

function* batches<Item>(items: Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    yield items.slice(start, start + BATCH_SIZE);
  }
}

export function createNamesService(dependencies: NamesDependencies): NamesService {
  const { db, client, names, taxa, ageDays, now } = dependencies;

  const freshness = (): Freshness => ({
    foundSince: new Date(now().getTime() - ageDays.found * DAY_MS),
    missingSince: new Date(now().getTime() - ageDays.missing * DAY_MS),
  });

  async function ask(ids: number[], signal: AbortSignal): Promise<Map<number, WormsRecord | null>> {
    const asked = new Map<number, WormsRecord | null>();
    for (const batch of batches(ids)) {
      for (const id of batch) asked.set(id, null);
      for (const record of await client.recordsByIds(batch, signal)) {
        if (asked.has(record.aphiaId)) asked.set(record.aphiaId, record);
      }
    }
    return asked;
  }

  /**
   * What WoRMS said before of ids that it does not know now. It never forgets one (what it takes back
   * it calls deleted), so such an answer is a fault of the moment, and the id is asked for again.
   */
  async function keptOf(asked: Map<number, WormsRecord | null>): Promise<KnownId[]> {
    const unknown = [...asked].filter(([, record]) => record === null).map(([id]) => id);
    if (unknown.length === 0) return [];
    const kept = await names.findIds(db, unknown, EVER);
    return kept.filter(({ record }) => record !== null);
  }

  /** Writes what was answered, and moves what is under a taxon that has another place now. */
  async function store(
    asked: Map<number, WormsRecord | null>,
    recordOf: Learned['recordOf'],
  ): Promise<Omit<Learned, 'recordOf'>> {
    const checkedAt = now();
    const found = [...asked.values()].filter((record) => record !== null);
    const rows = found
      .sort((a, b) => a.aphiaId - b.aphiaId)
      .map((record) => ({
        ...toWormsTaxon(record, classificationPath(record.aphiaId, recordOf)),
        documentId: createDocumentId(),
      }));
    const known = [...asked].map(([aphiaId, record]) => ({ aphiaId, record }));
    return db.transaction(async (trx) => {
      await names.saveIds(trx, known, checkedAt);
      const ids = rows.map(({ aphiaId }) => aphiaId);
      const before = await taxa.findPaths(trx, ids);
      for (const { aphiaId, acceptedAphiaId, classificationPath: path } of rows) {
        const from = before.get(aphiaId);
        const isMoved = from !== undefined && typeof path === 'string' && from !== path;
        if (isMoved && acceptedAphiaId === aphiaId) await taxa.moveBelow(trx, from, path);
      }
      return taxa.upsert(trx, rows, checkedAt.toISOString());
    });
  }

  return {
    async learn(ids, { signal, mayWrite, isForced = false }) {
      const known = new Map<number, WormsRecord | null>();
      const askedNow = new Map<number, WormsRecord | null>();
      const recordOf = (aphiaId: number) => known.get(aphiaId) ?? null;
      let wanted = [...new Set(ids)];
      for (let round = 0; wanted.length > 0 && round < MAX_ROUNDS; round += 1) {
        const isAskedFor = isForced && round === 0;
        const cached = isAskedFor ? [] : await names.findIds(db, wanted, freshness());
        for (const { aphiaId, record } of cached) known.set(aphiaId, record);
        const missing = wanted.filter((id) => !known.has(id));
        const asked = await ask(missing, signal);
        for (const { aphiaId, record } of await keptOf(asked)) {
          known.set(aphiaId, record);
          asked.delete(aphiaId);
        }
        for (const [id, record] of asked) {
          known.set(id, record);
          askedNow.set(id, record);
        }
        const next = wanted.flatMap((id) => {
          const record = known.get(id);
          return [record?.validAphiaId, record?.parentAphiaId];
        });
        wanted = [...new Set(next.filter((id) => typeof id === 'number' && !known.has(id)))].filter(
          (id) => id !== undefined && id !== null,
        );
      }
      const stored =
        mayWrite && askedNow.size > 0
          ? await store(askedNow, recordOf)
          : { inserted: [], updated: [] };
      return { recordOf, ...stored };
    },

    async match(wanted, { signal, mayWrite, isForced = false }) {
      const all = [...new Set(wanted)];
      const cached = isForced ? [] : await names.findNames(db, all, freshness());
      const outcomes = new Map(cached.map(({ name, match }) => [name, match]));
      const missing = all.filter((name) => !outcomes.has(name));
      const changed: string[] = [];
      for (const batch of batches(missing)) {
        const found = await client.matchNames(batch, signal);
        const answered = batch.map((name, index): NewName => {
          const candidates = found[index] ?? [];
          return { name, match: decideMatch(candidates), candidates };
        });
        for (const { name, match } of answered) outcomes.set(name, match);
        if (mayWrite) changed.push(...(await names.saveNames(db, answered, now())));
      }
      return { outcomes, changed };
    },
  };
}
