import { AsyncLocalStorage } from 'node:async_hooks';

type Filters = Record<string, unknown>;
/** What must hold of the rows of a type, as filters of Strapi's query engine. */
export type RowFilters = (uid: string) => Filters[];

const scopes = new AsyncLocalStorage<RowFilters>();

/** Whatever `work` finds, counts or brings along by Strapi's query engine is within these filters. */
export const runInRowScope = <Result>(filters: RowFilters, work: () => Result): Result =>
  scopes.run(filters, work);

/** Narrows the rows of one type further, within the scope that holds already. */
export const runNarrowed = <Result>(uid: string, filter: Filters, work: () => Result): Result => {
  const outer = scopes.getStore();
  return scopes.run((name) => [...(outer?.(name) ?? []), ...(name === uid ? [filter] : [])], work);
};

/** What the query engine hands to a filter function: also for each level that is brought along. */
interface FilterContext {
  meta: { uid: string };
}
type FilterFunction = (context: FilterContext) => Filters | undefined;
interface ReadEvent {
  params?: { filters?: Filters | FilterFunction };
}

/** Filters that are a function reach every level that is brought along. */
function narrow({ params }: ReadEvent): void {
  const filtersOf = scopes.getStore();
  if (!filtersOf || !params) return;
  const { filters: asked } = params;
  params.filters = (context) => {
    const before = typeof asked === 'function' ? asked(context) : asked;
    const all = [...(before ? [before] : []), ...filtersOf(context.meta.uid)];
    return all.length > 0 ? { $and: all } : undefined;
  };
}

interface Lifecycles {
  subscribe(subscriber: object): unknown;
}

/** Makes Strapi's query engine keep to the scopes. Call it once, in `bootstrap`. */
export function scopeRows(lifecycles: Lifecycles): void {
  lifecycles.subscribe({ beforeFindOne: narrow, beforeFindMany: narrow, beforeCount: narrow });
}
