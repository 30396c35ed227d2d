import type { Knex } from 'knex';

type Value = string | number | boolean;

/** The value an attribute must equal; `null` means it must be absent. */
interface ValueCondition {
  attribute: string;
  is: Value | null;
}

/** The row's numeric id must be one of those that a statement selects. */
export interface IdCondition {
  /** One select of ids, with named bindings. Never holds input. */
  idIn: string;
  bindings: Readonly<Record<string, Value>>;
}

export type RowCondition = ValueCondition | IdCondition;

/**
 * Which rows of a content type somebody may see, said once and read by two doors: as filters of
 * Strapi's query engine (generated REST) and as SQL (geo reads, exports). All conditions must hold.
 */
export type RowRule = readonly RowCondition[];

/** Nobody sees any row. */
export const NO_ROWS: RowRule = [{ attribute: 'id', is: null }];

/** The rule as filters of Strapi's query engine. */
export function toFilters(rule: RowRule, db: Pick<Knex, 'raw'>): Record<string, unknown>[] {
  return rule.map((condition) => {
    if ('idIn' in condition) return { id: { $in: db.raw(condition.idIn, condition.bindings) } };
    const { attribute, is } = condition;
    return { [attribute]: is === null ? { $null: true } : { $eq: is } };
  });
}

/**
 * The rule as one SQL condition with named bindings; `true` when there is nothing to hold.
 * @param columnOf the column of an attribute, from the content type's own metadata, never from input.
 */
export function toSql(
  rule: RowRule,
  columnOf: (attribute: string) => string,
): { sql: string; bindings: Record<string, Value> } {
  const bindings: Record<string, Value> = {};
  const conditions = rule.map((condition, index) => {
    if ('idIn' in condition) {
      Object.assign(bindings, condition.bindings);
      return `${columnOf('id')} in (${condition.idIn})`;
    }
    const { attribute, is } = condition;
    if (is === null) return `${columnOf(attribute)} is null`;
    const name = `rule${index}`;
    bindings[name] = is;
    return `${columnOf(attribute)} = :${name}`;
  });
  return { sql: conditions.join(' and ') || 'true', bindings };
}
