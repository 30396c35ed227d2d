import type { Knex } from 'knex';
import { toSql, type RowRule } from './row-rule';

interface Row {
  /** From the content type's own metadata, never from input; its columns are the attributes' names. */
  table: string;
  documentId: string;
}

/** Whether a row is there and within a rule. */
export async function ruleHolds(
  db: Knex,
  rule: RowRule,
  { table, documentId }: Row,
): Promise<boolean> {
  const { sql, bindings } = toSql(rule, (attribute) => `${table}.${attribute}`);
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1
       from ${table}
      where ${table}.document_id = :documentId and ${sql}
      limit 1`,
    { ...bindings, documentId },
  );
  return rows.length > 0;
}
