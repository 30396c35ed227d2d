import type { Knex } from 'knex';
import type { Sameness } from '../domain/links/choose-canonical';
import type { CandidatePair, LinkRecord } from '../domain/links/link-record';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

/** Fields of which the more complete of two records has more. */
const TELLING_FIELDS = [
  'aphiaId',
  'occurrenceID',
  'catalogNumber',
  'basisOfRecord',
  'coordinateUncertaintyInMeters',
  'locality',
  'minimumDepthInMeters',
  'maximumDepthInMeters',
  'eventDateStart',
  'individualCount',
  'sex',
  'lifeStage',
  'recordedBy',
  'license',
];

/** Of latitude: what lies farther apart is farther than two kilometres. */
const BAND_DEGREES = 0.0181;
/** More candidates for one record are a crowd, in which nothing can be told apart. */
export const CROWD = 20;

function createStatements(table: TargetTable) {
  const name = quoted(table.name);
  const of = (alias: string) => (field: string) => `${alias}.${quoted(columnOf(table, field))}`;
  const [o, w, c] = [of('o'), of('w'), of('c')];
  const lat = (column: typeof o) =>
    `coalesce(${column('exactLatitude')}, ${column('decimalLatitude')})`;
  const lon = (column: typeof o) =>
    `coalesce(${column('exactLongitude')}, ${column('decimalLongitude')})`;
  const day = (column: typeof o) =>
    `importer_day(${column('eventDate')}, ${column('eventDateStart')})`;
  const clock = (column: typeof o) => `importer_clock(${column('eventDate')})`;
  const idKey = (column: typeof o, key = column('datasetKey')) =>
    `importer_id_key(${key}, ${column('occurrenceID')})`;
  const catalogueKey = (column: typeof o, key = column('datasetKey')) =>
    `importer_catalogue_key(${key}, ${column('institutionCode')}, ${column('collectionCode')},
                            ${column('catalogNumber')})`;
  const utcDay = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;
  const filled = TELLING_FIELDS.map((field) => `cast(${o(field)} is not null as integer)`);
  const wanted = `${name} as w`;
  const isWanted = `w.id = any(:ids) and ${w('withdrawnAt')} is null`;
  const inPairedDataset = (key: string, own: string, isThere: string) => `
      select w.id as one, c.id as other, false as is_crowd
        from ${wanted}
        join importer_dataset_pairs as pair
          on pair.provider = ${w('provider')} and pair.dataset_key = ${w('datasetKey')}
        join ${name} as c
          -- The key holds the dataset; compared plainly, whole datasets would be read by their index.
          on ${key} = ${own} and ${isThere} and ${c('provider')} || '' = pair.other_provider
         and ${c('datasetKey')} || '' = pair.other_key
       where ${isWanted} and ${c('withdrawnAt')} is null`;
  return {
    hasOtherProviders: `
      select (select min(${o('provider')}) from ${name} as o)
             is distinct from (select max(${o('provider')}) from ${name} as o) as has_others`,
    candidates: `
      with found as (
        ${inPairedDataset(idKey(c), idKey(w, 'pair.other_key'), `${c('occurrenceID')} is not null`)}
        union
        ${inPairedDataset(catalogueKey(c), catalogueKey(w, 'pair.other_key'), `${c('catalogNumber')} is not null`)}
        union
        select w.id, near.id, near.place > ${CROWD}
          from ${wanted}
         cross join lateral (
           select c.id, row_number() over () as place
             from ${name} as c
            where ${c('aphiaId')} = ${w('aphiaId')} and ${day(c)} = ${day(w)}
              and ${lat(c)} between ${lat(w)} - ${BAND_DEGREES} and ${lat(w)} + ${BAND_DEGREES}
              and ${c('aphiaId')} is not null and ${c('eventDateStart')} is not null
              and ${c('provider')} <> ${w('provider')}
              and ${c('withdrawnAt')} is null and ${c('absence')} = ${w('absence')}
              and abs(sin(radians((${lon(c)} - ${lon(w)}) / 2))) * cos(radians(${lat(w)}))
                  <= sin(radians(${BAND_DEGREES}))
              and (${clock(c)} is null or ${clock(w)} is null or ${clock(c)} = ${clock(w)})
            limit ${CROWD + 1}
         ) as near
         where ${isWanted} and ${w('eventDateStart')} is not null
      )
      select found.one as one_id, found.other as other_id, bool_or(found.is_crowd) as is_crowd,
             bool_or(pair.provider is not null) as is_paired
        from found
        join ${name} as w on w.id = found.one
        join ${name} as c on c.id = found.other
        left join importer_dataset_pairs as pair
          on pair.provider = ${w('provider')} and pair.dataset_key = ${w('datasetKey')}
         and pair.other_provider = ${c('provider')} and pair.other_key = ${c('datasetKey')}
       group by found.one, found.other`,
    lock: `
      select o.id from ${name} as o where o.id = any(:ids) order by o.id for update skip locked`,
    existing: `
      select o.id, ${o('duplicateOf')} is not null or ${o('sameAs')} is not null as shows
        from ${name} as o where o.id = any(:ids)`,
    read: `
      select o.id, ${o('documentId')} as "documentId", ${o('provider')} as provider,
             ${o('datasetKey')} as "datasetKey", ${o('occurrenceID')} as "occurrenceID",
             ${o('institutionCode')} as "institutionCode", ${o('collectionCode')} as "collectionCode",
             ${o('catalogNumber')} as "catalogNumber", ${o('aphiaId')} as "aphiaId",
             ${o('basisOfRecord')} as "basisOfRecord", ${o('absence')} as absence,
             ${o('dropped')} as dropped, ${lat(o)} as lat, ${lon(o)} as lon,
             case when ${o('exactLatitude')} is null then ${o('coordinateUncertaintyInMeters')} end
               as "uncertaintyMeters",
             ${o('minimumDepthInMeters')} as "minDepthMeters",
             ${o('maximumDepthInMeters')} as "maxDepthMeters", ${o('eventDate')} as "eventDate",
             case when ${o('eventDateStart')} is not null then ${day(o)} end as "firstDay",
             case when ${o('eventDatePrecision')} in ('day', 'time') then ${day(o)}
                  else ${utcDay(o('eventDateEnd'))} end as "lastDay",
             ${o('eventDatePrecision')} as "precision", ${o('individualCount')} as "individualCount",
             ${o('sex')} as sex, ${o('lifeStage')} as "lifeStage", ${o('recordedBy')} as "recordedBy",
             ${filled.join(' + ')} as "filledFields",
             to_char(${o('firstSeenAt')}, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "firstSeenAt"
        from ${name} as o
       where o.id = any(:ids) and ${o('withdrawnAt')} is null`,
    show: `
      update ${name} as o
         set ${quoted(columnOf(table, 'duplicateOf'))} = shown."duplicateOf",
             ${quoted(columnOf(table, 'sameAs'))} = shown."sameAs"
        from json_to_recordset(cast(:samenesses as json))
             as shown (id integer, "duplicateOf" text, "sameAs" jsonb)
       where o.id = shown.id
         and (${o('duplicateOf')} is distinct from shown."duplicateOf"
              or ${o('sameAs')} is distinct from shown."sameAs")`,
    queueDatasets: `
      insert into importer_link_queue (occurrence_id)
      select o.id
        from json_to_recordset(cast(:datasets as json)) as named (provider text, "datasetKey" text)
        join ${name} as o on ${o('provider')} = named.provider and ${o('datasetKey')} = named."datasetKey"
       order by o.id`,
  };
}

export interface FoundPair extends CandidatePair {
  /** One of more than anybody could tell apart. */
  isCrowd: boolean;
}

export interface ExistingRecord {
  id: number;
  shows: boolean;
}

interface PairRow {
  one_id: number;
  other_id: number;
  is_paired: boolean;
  is_crowd: boolean;
}

/** Occurrences as linking sees them. Table and columns are those of the registered target. */
export function createLinkRecordRepository(table: TargetTable) {
  const statements = createStatements(table);
  return {
    /** Whether there are records of more than one provider: else nothing can be linked. */
    async hasOtherProviders(db: Knex): Promise<boolean> {
      const { rows } = await db.raw<{ rows: { has_others: boolean }[] }>(
        statements.hasOtherProviders,
      );
      return rows[0]?.has_others ?? false;
    },

    /**
     * Records of other providers that any of these may be the same as, each pair from the side of the
     * record it was asked for. Relies on the three occurrences_link_ indexes.
     */
    async findCandidates(trx: Knex, ids: readonly number[]): Promise<FoundPair[]> {
      const { rows } = await trx.raw<{ rows: PairRow[] }>(statements.candidates, { ids });
      return rows.map((row) => ({
        oneId: row.one_id,
        otherId: row.other_id,
        isPaired: row.is_paired,
        isCrowd: row.is_crowd,
      }));
    },

    /** Locks those of these records that nobody else is writing now. @returns their ids. */
    async lock(trx: Knex, ids: readonly number[]): Promise<number[]> {
      const { rows } = await trx.raw<{ rows: { id: number }[] }>(statements.lock, { ids });
      return rows.map(({ id }) => id);
    },

    /** Those of these records that are there, and whether they say that they are the same as others. */
    async findExisting(trx: Knex, ids: readonly number[]): Promise<ExistingRecord[]> {
      const { rows } = await trx.raw<{ rows: ExistingRecord[] }>(statements.existing, { ids });
      return rows;
    },

    /** Those of these records that have not been withdrawn. */
    async read(trx: Knex, ids: readonly number[]): Promise<LinkRecord[]> {
      const { rows } = await trx.raw<{ rows: LinkRecord[] }>(statements.read, { ids });
      return rows;
    },

    /** Writes what records show of each other; a row that would not change is not written. */
    async show(trx: Knex, samenesses: readonly Sameness[]): Promise<void> {
      if (samenesses.length === 0) return;
      await trx.raw(statements.show, { samenesses: JSON.stringify(samenesses) });
    },

    /** Has every record of these datasets looked at again. */
    async queueDatasets(
      trx: Knex,
      datasets: readonly { provider: string; datasetKey: string }[],
    ): Promise<void> {
      if (datasets.length === 0) return;
      await trx.raw(statements.queueDatasets, { datasets: JSON.stringify(datasets) });
    },
  };
}

export type LinkRecordRepository = ReturnType<typeof createLinkRecordRepository>;
