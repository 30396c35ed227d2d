import type { Knex } from 'knex';
import { documentIdOf, toColumn } from './demo-rows';

/** One row, by the names of its attributes; `key` names it among the demonstration's. */
export interface KeyedRow {
  key: string;
  values: Readonly<Record<string, unknown>>;
}

interface Options {
  /** Also a second row, which is the published one. */
  hasDrafts?: boolean;
  /** Keys of those that stay drafts. */
  drafts?: ReadonlySet<string>;
}

/**
 * Inserts the rows whose documentId the table does not know yet, in one statement; what is there is
 * left as it is.
 * @returns the keys of those that were made.
 */
export async function insertMissing(
  db: Knex,
  table: string,
  keyed: readonly KeyedRow[],
  { hasDrafts = false, drafts = new Set() }: Options = {},
): Promise<Set<string>> {
  if (keyed.length === 0) return new Set();
  const now = new Date().toISOString();
  const rows = keyed.flatMap(({ key, values }) => {
    const columns = Object.entries(values).map(([name, value]) => [toColumn(name), value]);
    const row = {
      document_id: documentIdOf(key),
      ...(Object.fromEntries(columns) as Record<string, unknown>),
    };
    const published = { ...row, published_at: now };
    if (!hasDrafts) return [published];
    const draft = { ...row, published_at: null };
    return drafts.has(key) ? [draft] : [draft, published];
  });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const result = await db.raw<{ rows: { document_id: string }[] }>(
    `insert into :table: (:columns:, created_at, updated_at)
     select :columns:, now() at time zone 'utc', now() at time zone 'utc'
       from jsonb_populate_recordset(cast(null as :table:), cast(:rows as jsonb)) as made
      where not exists (
              select 1 from :table: as present where present.document_id = made.document_id)
     returning document_id`,
    { table, columns: columns as unknown as string, rows: JSON.stringify(rows) },
  );
  const made = new Set(result.rows.map((row) => row.document_id));
  return new Set(keyed.map(({ key }) => key).filter((key) => made.has(documentIdOf(key))));
}

/** One end of a link: the column of the link table, and how its row is found. */
interface LinkEnd {
  column: string;
  table: string;
  /** The column that `from` or `to` is compared with; documentId of the key when not given. */
  by?: string;
}

/** Links rows in one of Strapi's link tables; a link that is there stays. */
export async function linkRows(
  db: Knex,
  linkTable: string,
  { from, to }: { from: LinkEnd; to: LinkEnd },
  pairs: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  const nameOf = (end: LinkEnd, key: string) => (end.by ? key : documentIdOf(key));
  const named = pairs.map(([one, other]) => ({
    from_name: nameOf(from, one),
    to_name: nameOf(to, other),
  }));
  await db.raw(
    `insert into :linkTable: (:fromColumn:, :toColumn:)
     select from_row.id, to_row.id
       from jsonb_to_recordset(cast(:pairs as jsonb)) as pair (from_name text, to_name text)
       join :fromTable: as from_row on from_row.:fromBy: = pair.from_name
       join :toTable: as to_row on to_row.:toBy: = pair.to_name
         on conflict do nothing`,
    {
      linkTable,
      fromColumn: from.column,
      toColumn: to.column,
      fromTable: from.table,
      toTable: to.table,
      fromBy: from.by ?? 'document_id',
      toBy: to.by ?? 'document_id',
      pairs: JSON.stringify(named),
    },
  );
}
