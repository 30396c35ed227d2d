import type { Knex } from 'knex';

let sequence = 0;

/** Columns of `occurrences`; what a test does not say gets a value that is valid and public. */
export async function insertOccurrence(
  db: Knex,
  columns: Record<string, unknown> = {},
): Promise<{ id: number; document_id: string }> {
  sequence += 1;
  const rows = await db('occurrences')
    .insert({
      document_id: `o${String(sequence).padStart(23, '0')}`,
      provider: 'test',
      dataset_key: 'factory',
      record_key: `id:${sequence}`,
      scientific_name: 'Mola mola',
      decimal_longitude: -9.5,
      decimal_latitude: 38.7,
      absence: false,
      dropped: false,
      ...columns,
    })
    .returning<{ id: number; document_id: string }[]>(['id', 'document_id']);
  const [row] = rows;
  if (!row) throw new Error('nothing was inserted');
  return row;
}

/** Columns of a record with a name and a day. */
export const COD_OF_A_DAY = {
  aphia_id: 126436,
  scientific_name: 'Gadus morhua',
  event_date: '2020-06-01',
  event_date_start: new Date('2020-06-01T00:00:00Z'),
  event_date_end: new Date('2020-06-01T23:59:59Z'),
  event_date_precision: 'day',
};

/** A record of each of two providers that may be one and the same, and need a person to say so. */
export async function insertUnclearPair(db: Knex): Promise<void> {
  await insertOccurrence(db, { ...COD_OF_A_DAY, provider: 'obis', dataset_key: 'o' });
  await insertOccurrence(db, { ...COD_OF_A_DAY, provider: 'gbif', dataset_key: 'g' });
}
