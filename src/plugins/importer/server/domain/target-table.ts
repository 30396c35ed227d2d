/** A table of the application and its columns by attribute, both from Strapi's own metadata. */
export interface TargetTable {
  name: string;
  columns: Record<string, string>;
}

/** The column of an attribute. @throws when the table was not asked to have it. */
export function columnOf(table: TargetTable, attribute: string): string {
  const column = table.columns[attribute];
  if (!column) throw new Error(`${table.name} has no column for "${attribute}"`);
  return column;
}
