import type { Knex } from 'knex';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

/** A taxon of which WoRMS says something else now. */
export interface StaleTaxon {
  aphiaId: number;
  /** A later number when it was noted once more. */
  noted: number;
}

/** An occurrence as its provider sent it. */
export interface SentOccurrence {
  id: number;
  provider: string;
  raw: string;
  contentHash: string | null;
  aphiaId: number | null;
}

/** What the checks make of an occurrence now, of the version that was read. */
export interface RenamedOccurrence {
  id: number;
  before: string | null;
  contentHash: string;
  scientificName: string | null;
  aphiaId: number | null;
  matchedAphiaId: number | null;
  flags: string[];
  dropped: boolean;
}

type Ids = { id: number }[];
const idsOf = (rows: Ids) => rows.map(({ id }) => id);

function createStatements(table: TargetTable) {
  const name = quoted(table.name);
  const o = (field: string) => `o.${quoted(columnOf(table, field))}`;
  const set = (field: string) => `${quoted(columnOf(table, field))} = r.${quoted(field)}`;
  const written = ['scientificName', 'aphiaId', 'matchedAphiaId', 'flags', 'dropped'];
  const isChanged = [...written, 'contentHash']
    .map((field) => `${o(field)} is distinct from r.${quoted(field)}`)
    .join(' or ');
  const asAsked = `btrim(regexp_replace(
    coalesce(${o('verbatimScientificName')}, ${o('scientificName')}), '\\s+', ' ', 'g'))`;
  return {
    findIdsByTaxon: `
      select o.id from ${name} as o
       where (${o('aphiaId')} = :aphiaId or ${o('matchedAphiaId')} = :aphiaId) and o.id > :after
       order by o.id limit :limit`,
    findLast: `
      select max(id) as id
        from (select o.id from ${name} as o where o.id > :after order by o.id limit :limit) as next_ones`,
    findIdsByName: `
      select o.id from ${name} as o
       where o.id > :after and o.id <= :last
         and exists (select from importer_stale_names as stale
                      where stale.name = ${asAsked} and stale.noted <= :upTo)
       order by o.id`,
    findSent: `
      select o.id, ${o('provider')} as provider, cast(${o('raw')} as text) as raw,
             ${o('contentHash')} as "contentHash", ${o('aphiaId')} as "aphiaId"
        from ${name} as o
       where o.id = any(:ids) and ${o('raw')} is not null`,
    write: `
      update ${name} as o
         set ${written.map(set).join(', ')}, ${set('contentHash')},
             ${quoted(columnOf(table, 'updatedAt'))} = cast(:writtenAt as timestamp)
        from json_to_recordset(cast(:records as json))
             as r (id bigint, before text, "contentHash" text, "scientificName" text,
                   "aphiaId" integer, "matchedAphiaId" integer, flags jsonb, dropped boolean)
       where o.id = r.id and ${o('contentHash')} is not distinct from r.before and (${isChanged})`,
  };
}

/** Names of which WoRMS says something else now, and the records under them. */
export function createStaleNameRepository(table: TargetTable) {
  const statements = createStatements(table);
  return {
    /** The taxon that was noted first. Relies on the index of `noted`. */
    async findTaxon(db: Knex): Promise<StaleTaxon | null> {
      const { rows } = await db.raw<{ rows: { aphia_id: number; noted: string }[] }>(
        'select aphia_id, noted from importer_stale_taxa order by noted limit 1',
      );
      const [row] = rows;
      return row ? { aphiaId: row.aphia_id, noted: Number(row.noted) } : null;
    },

    async noteTaxon(trx: Knex, aphiaId: number): Promise<void> {
      await trx.raw(
        `insert into importer_stale_taxa as stale (aphia_id) values (:aphiaId)
             on conflict (aphia_id) do update set noted = nextval('importer_stale_seq')`,
        { aphiaId },
      );
    },

    /** Done with a taxon, unless it was noted again meanwhile. */
    async forgetTaxon(trx: Knex, { aphiaId, noted }: StaleTaxon): Promise<void> {
      await trx.raw(
        'delete from importer_stale_taxa where aphia_id = :aphiaId and noted = :noted',
        { aphiaId, noted },
      );
    },

    /** The number of the name that was noted last; `null` when there is none. */
    async findLastNamed(db: Knex): Promise<number | null> {
      const { rows } = await db.raw<{ rows: { noted: string | null }[] }>(
        'select max(noted) as noted from importer_stale_names',
      );
      const noted = rows[0]?.noted ?? null;
      return noted === null ? null : Number(noted);
    },

    async forgetNames(trx: Knex, upTo: number): Promise<void> {
      await trx.raw('delete from importer_stale_names where noted <= :upTo', { upTo });
    },

    /** Records under a taxon, or that came under it. Relies on the indexes of both columns. */
    async findIdsByTaxon(
      db: Knex,
      which: { aphiaId: number; after: number; limit: number },
    ): Promise<number[]> {
      const { rows } = await db.raw<{ rows: Ids }>(statements.findIdsByTaxon, { ...which });
      return idsOf(rows);
    },

    /**
     * Records that came under one of the names, of the next so many in the order of their ids.
     * @returns the last id that was looked at, `null` when there are no more. Relies on the primary key.
     */
    async findIdsByName(
      db: Knex,
      { upTo, ...window }: { upTo: number; after: number; limit: number },
    ): Promise<{ ids: number[]; last: number | null }> {
      const { rows } = await db.raw<{ rows: { id: number | null }[] }>(statements.findLast, {
        ...window,
      });
      const last = rows[0]?.id ?? null;
      if (last === null) return { ids: [], last };
      const bindings = { upTo, after: window.after, last };
      const named = await db.raw<{ rows: Ids }>(statements.findIdsByName, bindings);
      return { ids: idsOf(named.rows), last };
    },

    async findSent(db: Knex, ids: number[]): Promise<SentOccurrence[]> {
      const { rows } = await db.raw<{ rows: SentOccurrence[] }>(statements.findSent, { ids });
      return rows;
    },

    /** Writes what differs; a record that was written meanwhile is left alone. @returns how many. */
    async write(trx: Knex, renamed: RenamedOccurrence[], writtenAt: string): Promise<number> {
      if (renamed.length === 0) return 0;
      const { rowCount } = await trx.raw<{ rowCount: number }>(statements.write, {
        records: JSON.stringify(renamed),
        writtenAt,
      });
      return rowCount;
    },
  };
}

export type StaleNameRepository = ReturnType<typeof createStaleNameRepository>;
