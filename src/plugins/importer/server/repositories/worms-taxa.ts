import type { Knex } from 'knex';
import { WORMS_TAXON_FIELDS, type WormsTaxon } from '../domain/reference-fields';
import { columnOf, type TargetTable } from '../domain/target-table';
import { columnList, quoted, recordShape, recordValues, takeOver } from './statement';

/** Taxa as WoRMS has them: it is the authority on names, so what it says replaces what stood there. */
export function createWormsTaxonRepository(table: TargetTable) {
  const name = quoted(table.name);
  const column = (field: string) => quoted(columnOf(table, field));
  const fields = Object.keys(WORMS_TAXON_FIELDS);
  const stamps = ['createdAt', 'updatedAt', 'publishedAt'];
  const isChanged = fields
    .map((field) => `stored.${column(field)} is distinct from excluded.${column(field)}`)
    .join(' or ');
  const upsert = `
    insert into ${name} as stored
           (${column('documentId')}, ${columnList(table, stamps)}, ${column('aphiaId')},
            ${columnList(table, fields)})
    select r."documentId", ${stamps.map(() => 'cast(:writtenAt as timestamp)').join(', ')},
           r."aphiaId", ${recordValues(fields)}
      from json_to_recordset(cast(:taxa as json))
           as r ("documentId" text, "aphiaId" integer, ${recordShape(WORMS_TAXON_FIELDS)})
     order by r."aphiaId"
        on conflict (${column('aphiaId')}) do update
       set ${takeOver(table, ['updatedAt', ...fields])}
     where ${isChanged}
 returning ${column('aphiaId')} as aphia_id, stored.xmax = 0 as is_new`;
  const path = column('classificationPath');
  const findPaths = `
    select ${column('aphiaId')} as aphia_id, ${path} as path from ${name}
     where ${column('aphiaId')} = any(:ids) and ${column('acceptedAphiaId')} = ${column('aphiaId')}
       and ${path} is not null`;
  const moveBelow = `
    update ${name}
       set ${path} = :to || substr(${path}, length(:from) + 1)
     where ${path} like :from || '_%'`;
  const findStale = `
    select taxon.${column('aphiaId')} as aphia_id
      from ${name} as taxon
      left join importer_aphia as known on known.aphia_id = taxon.${column('aphiaId')}
     where taxon.${column('aphiaId')} > :after
       and (known.checked_at is null or known.checked_at < :before)
     order by taxon.${column('aphiaId')} limit :limit`;
  const findOurs = `
    select ${column('aphiaId')} as aphia_id from ${name} where ${column('aphiaId')} = any(:ids)`;
  const setVernaculars = `
    update ${name} as stored
       set ${column('vernaculars')} = r.vernaculars,
           ${column('vernacularName')} = coalesce(stored.${column('vernacularName')}, r."vernacularName")
      from json_to_recordset(cast(:names as json))
           as r ("aphiaId" integer, vernaculars jsonb, "vernacularName" text)
     where stored.${column('aphiaId')} = r."aphiaId"
       and (stored.${column('vernaculars')} is distinct from r.vernaculars)`;

  const idsOf = (rows: { aphia_id: number }[]) => rows.map((row) => row.aphia_id);
  return {
    /** Writes what differs. @returns which ids were new and which were changed. */
    async upsert(
      trx: Knex,
      taxa: (WormsTaxon & { documentId: string })[],
      writtenAt: string,
    ): Promise<{ inserted: number[]; updated: number[] }> {
      if (taxa.length === 0) return { inserted: [], updated: [] };
      const { rows } = await trx.raw<{ rows: { aphia_id: number; is_new: boolean }[] }>(upsert, {
        taxa: JSON.stringify(taxa),
        writtenAt,
      });
      return {
        inserted: idsOf(rows.filter((row) => row.is_new)),
        updated: idsOf(rows.filter((row) => !row.is_new)),
      };
    },

    /** The paths of accepted taxa as they stand. */
    async findPaths(trx: Knex, ids: number[]): Promise<Map<number, string>> {
      const { rows } = await trx.raw<{ rows: { aphia_id: number; path: string }[] }>(findPaths, {
        ids,
      });
      return new Map(rows.map((row) => [row.aphia_id, row.path]));
    },

    /** Takes everything under a taxon along when the taxon gets another place. */
    async moveBelow(trx: Knex, from: string, to: string): Promise<void> {
      await trx.raw(moveBelow, { from, to });
    },

    /** Taxa that WoRMS was never asked for, or not since an instant, in the order of their ids. */
    async findStale(
      db: Knex,
      question: { before: Date; after: number; limit: number },
    ): Promise<number[]> {
      const { rows } = await db.raw<{ rows: { aphia_id: number }[] }>(findStale, { ...question });
      return idsOf(rows);
    },

    /** Which of these ids we have a taxon of. */
    async findOurs(db: Knex, ids: number[]): Promise<number[]> {
      const { rows } = await db.raw<{ rows: { aphia_id: number }[] }>(findOurs, { ids });
      return idsOf(rows);
    },

    /** Stores the names that people use; one that an editor chose stays. */
    async setVernaculars(
      trx: Knex,
      names: { aphiaId: number; vernaculars: object[]; vernacularName: string | null }[],
    ): Promise<void> {
      if (names.length === 0) return;
      await trx.raw(setVernaculars, { names: JSON.stringify(names) });
    },
  };
}

export type WormsTaxonRepository = ReturnType<typeof createWormsTaxonRepository>;
