/**
 * Which rows of a content type somebody may see, said once and read by two doors: as filters of
 * Strapi's query engine (generated REST) and as SQL (geo reads, exports). All conditions must hold.
 */
export interface RowCondition {
  attribute: string;
  /** The value the attribute must equal; `null` means it must be absent. */
  is: string | number | boolean | null;
}

export type RowRule = readonly RowCondition[];

/** The rule as filters of Strapi's query grammar. */
export function toFilters(rule: RowRule): Record<string, unknown>[] {
  return rule.map(({ attribute, is }) => ({
    [attribute]: is === null ? { $null: true } : { $eq: is },
  }));
}

/**
 * The rule as one SQL condition with named bindings; `true` when there is nothing to hold.
 * @param columnOf the column of an attribute, from the content type's own metadata, never from input.
 */
export function toSql(
  rule: RowRule,
  columnOf: (attribute: string) => string,
): { sql: string; bindings: Record<string, string | number | boolean> } {
  const bindings: Record<string, string | number | boolean> = {};
  const conditions = rule.map(({ attribute, is }, index) => {
    if (is === null) return `${columnOf(attribute)} is null`;
    const name = `rule${index}`;
    bindings[name] = is;
    return `${columnOf(attribute)} = :${name}`;
  });
  return { sql: conditions.join(' and ') || 'true', bindings };
}
