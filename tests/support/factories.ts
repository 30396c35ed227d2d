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
