import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Species } from '../catalogue/species-table';
import { DEMO_DATASET_KEY, DEMO_PROVIDER, type DemoDataset } from '../generate/demo-dataset';
import type { DemoOccurrence } from '../generate/occurrences';

/** An identity of Strapi's form (24 lower-case letters and digits) that follows from the key. */
export function documentIdOf(key: string): string {
  const digest = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`);
  return `d${digest.toString(36).padStart(24, '0').slice(-23)}`;
}

type Row = Record<string, unknown>;

/** Strapi names columns after attributes in snake case. */
export const toColumn = (attribute: string) =>
  attribute.replace(/ID$/, 'Id').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A record as a row of its table. */
function toRow(key: string, record: object): Row {
  const columns = Object.entries(record).map(([name, value]): [string, unknown] => [
    toColumn(name),
    value,
  ]);
  return { document_id: documentIdOf(key), ...Object.fromEntries(columns) };
}

function toTaxonRow(species: Species): Row {
  const { aphiaId, scientificName, authorship, vernacularName, familyName, family } = species;
  return toRow(`taxon/${aphiaId}`, {
    ...family,
    aphiaId,
    scientificName,
    scientificNameAuthorship: authorship,
    vernacularName,
    taxonRank: 'Species',
    taxonomicStatus: 'accepted',
    acceptedAphiaId: aphiaId,
    family: familyName,
    genus: scientificName.split(' ')[0],
    isMarine: true,
  });
}

/** The demonstration's rows in the database: what is there, and putting in what is not. */
export const createDemoRows = (db: Knex) => ({
  async presentRecordKeys(): Promise<Set<string>> {
    const { rows } = await db.raw<{ rows: { record_key: string }[] }>(
      `select record_key
         from occurrences
        where provider = :provider and dataset_key = :datasetKey`,
      { provider: DEMO_PROVIDER, datasetKey: DEMO_DATASET_KEY },
    );
    return new Set(rows.map((row) => row.record_key));
  },

  /** One statement and so one short transaction. A key that is there already is left as it is. */
  async insertOccurrences(records: readonly DemoOccurrence[]): Promise<number> {
    const rows = records.map((record) => toRow(`occurrence/${record.recordKey}`, record));
    const [first] = rows;
    if (!first) return 0;
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `insert into occurrences (:columns:, created_at, updated_at, published_at)
       select :columns:, now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'
         from jsonb_populate_recordset(cast(null as occurrences), cast(:rows as jsonb))
           on conflict do nothing`,
      { columns: Object.keys(first) as unknown as string, rows: JSON.stringify(rows) },
    );
    return rowCount;
  },

  /** Leaves alone what an import put there before. */
  async insertMissingTaxa(species: readonly Species[]): Promise<number> {
    const rows = species.map(toTaxonRow);
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `insert into taxa (:columns:, created_at, updated_at, published_at)
       select :columns:, now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'
         from jsonb_populate_recordset(cast(null as taxa), cast(:rows as jsonb)) as made
        where not exists (select 1 from taxa as present where present.aphia_id = made.aphia_id)
           on conflict do nothing`,
      { columns: Object.keys(rows[0] ?? {}) as unknown as string, rows: JSON.stringify(rows) },
    );
    return rowCount;
  },

  async insertMissingDataset(dataset: DemoDataset): Promise<number> {
    const row = toRow(`dataset/${dataset.datasetKey}`, dataset);
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `insert into datasets (:columns:, created_at, updated_at, published_at)
       select :columns:, now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'
         from jsonb_populate_record(cast(null as datasets), cast(:row as jsonb)) as made
        where not exists (
                select 1
                  from datasets as present
                 where present.provider = made.provider
                   and present.dataset_key = made.dataset_key)
           on conflict do nothing`,
      { columns: Object.keys(row) as unknown as string, row: JSON.stringify(row) },
    );
    return rowCount;
  },
});

export type DemoRows = ReturnType<typeof createDemoRows>;
