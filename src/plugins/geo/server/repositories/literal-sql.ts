import type { Binding, SqlPart } from './feature-sql';

export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function literalOf(name: string, value: Binding | undefined): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The value of "${name}" cannot stand in a function of the database.`);
}

/** A condition of our own with its values written into it, for functions. Never give it input. */
export const withLiterals = ({ sql, bindings }: SqlPart): string =>
  sql.replace(/(?<!:):(\w+)/g, (_placeholder, name: string) => literalOf(name, bindings[name]));
