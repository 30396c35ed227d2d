import { columnOf, type TargetTable } from '../domain/target-table';

/*
 * Pieces of statements whose names come from the content type's metadata and from our fixed lists of
 * fields, never from input. Values are always bound.
 */

/** An identifier, quoted. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The columns of fields, as a list. */
export function columnList(table: TargetTable, fields: string[]): string {
  return fields.map((field) => quoted(columnOf(table, field))).join(', ');
}

/** The shape of a JSON recordset with these fields, by field name. */
export function recordShape(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([field, type]) => `${quoted(field)} ${type}`)
    .join(', ');
}

/** The fields of a recordset called `r`, in order. */
export function recordValues(fields: string[]): string {
  return fields.map((field) => `r.${quoted(field)}`).join(', ');
}

/** `column = excluded.column` for each field. */
export function takeOver(table: TargetTable, fields: string[]): string {
  return fields
    .map((field) => quoted(columnOf(table, field)))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');
}
