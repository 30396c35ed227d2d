/** A statement as the protocol takes it. */
export interface NumberedStatement {
  text: string;
  values: unknown[];
}

/** A name behind one colon; behind two it is the type of a cast. */
const NAME = /(?<!:):(\w+)/g;

/**
 * Writes `$1`, `$2`, ... for the names of a statement that have a value, as `knex.raw` does, and leaves
 * what only looks like one (`HH24:MI`). Each place has a value of its own, so that PostgreSQL may read
 * one name as different types.
 */
export function numbered(sql: string, bindings: Readonly<Record<string, unknown>>) {
  const values: unknown[] = [];
  const text = sql.replace(NAME, (written, name: string) =>
    Object.hasOwn(bindings, name) ? `$${values.push(bindings[name])}` : written,
  );
  return { text, values } satisfies NumberedStatement;
}
