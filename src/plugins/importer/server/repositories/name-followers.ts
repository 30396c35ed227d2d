import type { Knex } from 'knex';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

/** A name that is not accepted any more, and the one that is. */
export interface Synonym {
  aphiaId: number;
  acceptedAphiaId: number;
}

/** Records under names that the register has since made synonyms. */
export function createNameFollowerRepository(tables: {
  occurrence: TargetTable;
  taxon: TargetTable;
}) {
  const column = (table: TargetTable, field: string) => quoted(columnOf(table, field));
  const o = (field: string) => column(tables.occurrence, field);
  const t = (field: string) => column(tables.taxon, field);
  const occurrences = quoted(tables.occurrence.name);
  const taxa = quoted(tables.taxon.name);
  const findSynonyms = `
    select taxon.${t('aphiaId')} as aphia_id, taxon.${t('acceptedAphiaId')} as accepted_aphia_id
      from ${taxa} as taxon
      join ${taxa} as accepted on accepted.${t('aphiaId')} = taxon.${t('acceptedAphiaId')}
     where taxon.${t('aphiaId')} > :after
       and taxon.${t('acceptedAphiaId')} <> taxon.${t('aphiaId')}
       and accepted.${t('acceptedAphiaId')} = accepted.${t('aphiaId')}
     order by taxon.${t('aphiaId')} limit :limit`;
  const follow = `
    update ${occurrences} as record
       set ${o('matchedAphiaId')} = coalesce(record.${o('matchedAphiaId')}, record.${o('aphiaId')}),
           ${o('aphiaId')} = accepted.${t('aphiaId')},
           ${o('scientificName')} = accepted.${t('scientificName')},
           ${o('updatedAt')} = cast(:writtenAt as timestamp)
      from ${taxa} as accepted
     where accepted.${t('aphiaId')} = :acceptedAphiaId
       and record.id = any (array(
             select id from ${occurrences} where ${o('aphiaId')} = :aphiaId limit :limit))`;
  return {
    /** Names with another accepted one, in the order of their ids. */
    async findSynonyms(db: Knex, range: { after: number; limit: number }): Promise<Synonym[]> {
      const { rows } = await db.raw<{ rows: { aphia_id: number; accepted_aphia_id: number }[] }>(
        findSynonyms,
        { ...range },
      );
      return rows.map((row) => ({ aphiaId: row.aphia_id, acceptedAphiaId: row.accepted_aphia_id }));
    },

    /**
     * Puts records under the accepted name; the one they had is kept as the one that was matched.
     * Their content hash stays: it is of what their provider sent. @returns how many; call until 0.
     */
    async follow(
      trx: Knex,
      synonym: Synonym,
      { writtenAt, limit }: { writtenAt: string; limit: number },
    ): Promise<number> {
      const bindings = { ...synonym, writtenAt, limit };
      const { rowCount } = await trx.raw<{ rowCount: number }>(follow, bindings);
      return rowCount;
    },
  };
}

export type NameFollowerRepository = ReturnType<typeof createNameFollowerRepository>;
