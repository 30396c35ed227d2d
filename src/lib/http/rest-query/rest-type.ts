/**
 * What strangers may name of a content type or component: its public surface. What is private, who
 * made an entry, passwords, people and everything of other plugins is not in here, so that no query
 * can be about it.
 */
export interface RestType {
  /** Attributes with one value, by their type in Strapi's words (`string`, `integer`, `datetime`). */
  scalars: ReadonlyMap<string, string>;
  /** Those of them that a search looks through. */
  searched: ReadonlySet<string>;
  /** Attributes that lead to other content types, by the uid of those. */
  relations: ReadonlyMap<string, string>;
  components: ReadonlyMap<string, string>;
  media: ReadonlySet<string>;
  hasDrafts: boolean;
  hasLocales: boolean;
}

/** Looks up another type by its uid; undefined when nobody may see it. */
export type FindType = (uid: string) => RestType | undefined;

/** One thing that is wrong, and where below the parameter. */
export interface QueryFault {
  path: readonly string[];
  code: 'unknown' | 'invalid' | 'too-many' | 'too-deep';
  message: string;
}

export const unknown = (path: readonly string[]): QueryFault => ({
  path,
  code: 'unknown',
  message: `${path.at(-1) || 'An empty name'} is not known here.`,
});

export const invalid = (path: readonly string[], message: string): QueryFault => ({
  path,
  code: 'invalid',
  message,
});

/** An object as the query parser makes it: no list, and no class. */
export const isNames = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first fault that a check finds. */
export function firstFault<Item>(
  items: Iterable<Item>,
  check: (item: Item) => QueryFault | undefined,
): QueryFault | undefined {
  for (const item of items) {
    const fault = check(item);
    if (fault) return fault;
  }
  return undefined;
}
