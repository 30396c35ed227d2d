import type { Knex } from 'knex';
import type { NameOutcome } from '../domain/name-match';
import type { WormsMatch, WormsRecord } from '../domain/worms-record';

/** A record as it is remembered; without one WoRMS knows no such id. */
export interface KnownId {
  aphiaId: number;
  record: WormsRecord | null;
}

export interface KnownName {
  name: string;
  match: NameOutcome;
}

export interface NewName extends KnownName {
  candidates: WormsMatch[];
}

interface NameRow {
  name: string;
  outcome: NameOutcome['outcome'];
  aphia_id: number | null;
}

/** How old what we know may be: what was found, and what was not, which may be there by now. */
export interface Freshness {
  foundSince: Date;
  missingSince: Date;
}

/** What WoRMS said, with its age. */
export const nameRepository = {
  /** What is known of these ids and fresh enough. Relies on the primary key. */
  async findIds(
    db: Knex,
    ids: number[],
    { foundSince, missingSince }: Freshness,
  ): Promise<KnownId[]> {
    const { rows } = await db.raw<{ rows: { aphia_id: number; record: string | null }[] }>(
      `select aphia_id, cast(record as text) as record
         from importer_aphia
        where aphia_id = any(:ids)
          and checked_at >= case when record is null then cast(:missingSince as timestamptz)
                                 else cast(:foundSince as timestamptz) end`,
      { ids, foundSince, missingSince },
    );
    return rows.map((row) => ({
      aphiaId: row.aphia_id,
      record: row.record === null ? null : (JSON.parse(row.record) as WormsRecord),
    }));
  },

  /** Remembers what was answered. One entry an id. */
  async saveIds(trx: Knex, known: KnownId[], checkedAt: Date): Promise<void> {
    if (known.length === 0) return;
    await trx.raw(
      `insert into importer_aphia as stored (aphia_id, record, checked_at)
       select r."aphiaId", r.record, cast(:checkedAt as timestamptz)
         from json_to_recordset(cast(:known as json)) as r ("aphiaId" integer, record jsonb)
           on conflict (aphia_id) do update
          set record = excluded.record, checked_at = excluded.checked_at`,
      { known: JSON.stringify(known), checkedAt },
    );
  },

  /** What is known of these names and fresh enough. Relies on the primary key. */
  async findNames(
    db: Knex,
    names: string[],
    { foundSince, missingSince }: Freshness,
  ): Promise<KnownName[]> {
    const { rows } = await db.raw<{ rows: NameRow[] }>(
      `select name, outcome, aphia_id
         from importer_names
        where name = any(:names)
          and checked_at >= case when outcome = 'matched' then cast(:foundSince as timestamptz)
                                 else cast(:missingSince as timestamptz) end`,
      { names, foundSince, missingSince },
    );
    // The check of the table holds outcome and id together.
    return rows.map(({ name, outcome, aphia_id }) => ({
      name,
      match: { outcome, aphiaId: aphia_id } as NameOutcome,
    }));
  },

  /** Remembers what was answered. @returns the names of which WoRMS now says something else. */
  async saveNames(trx: Knex, names: NewName[], checkedAt: Date): Promise<string[]> {
    if (names.length === 0) return [];
    const records = names.map(({ name, match, candidates }) => ({ name, ...match, candidates }));
    const { rows } = await trx.raw<{ rows: { name: string }[] }>(
      `with given as (
         select r.name, r.outcome, r."aphiaId" as aphia_id, r.candidates
           from json_to_recordset(cast(:records as json))
                as r (name text, outcome text, "aphiaId" integer, candidates jsonb)
       ), before as (
         select known.name from importer_names as known join given on given.name = known.name
          where known.aphia_id is distinct from given.aphia_id
       ), written as (
         insert into importer_names (name, outcome, aphia_id, candidates, checked_at)
         select name, outcome, aphia_id, candidates, cast(:checkedAt as timestamptz) from given
             on conflict (name) do update
            set outcome = excluded.outcome, aphia_id = excluded.aphia_id,
                candidates = excluded.candidates, checked_at = excluded.checked_at
       )
       select name from before`,
      { records: JSON.stringify(records), checkedAt },
    );
    return rows.map(({ name }) => name);
  },

  /** Names that were asked for long ago, in their order. */
  async findAgedNames(
    db: Knex,
    aged: { foundBefore: Date; missingBefore: Date; after: string; limit: number },
  ): Promise<string[]> {
    const { rows } = await db.raw<{ rows: { name: string }[] }>(
      `select name from importer_names
        where checked_at < case when outcome = 'matched' then cast(:foundBefore as timestamptz)
                                else cast(:missingBefore as timestamptz) end
          and name > :after
        order by name limit :limit`,
      { ...aged },
    );
    return rows.map(({ name }) => name);
  },
};

export type NameRepository = typeof nameRepository;
