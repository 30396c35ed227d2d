import type { Knex } from 'knex';
import { GROUP_CODE } from './contract/group-code';

/** The documentId of a group by its code in any case; anything else is taken for a documentId. */
export async function findGroup(db: Knex, name: string): Promise<string> {
  if (!GROUP_CODE.test(name)) return name;
  const { rows } = await db.raw<{ rows: { documentId: string }[] }>(
    'select document_id as "documentId" from groups where code = upper(:name)',
    { name },
  );
  return rows[0]?.documentId ?? name;
}
