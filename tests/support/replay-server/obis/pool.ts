import type { ObisRecords } from './provider';

export type ObisFields = Record<string, unknown>;

const listOf = (query: URLSearchParams, name: string) =>
  query
    .get(name)
    ?.split(',')
    .map((item) => item.trim()) ?? null;

/** Every AphiaID of a record's classification: a question for a genus finds its species. */
function idsOf(fields: ObisFields): Set<string> {
  const ids = new Set<string>();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'number' && (name === 'aphiaID' || /^[a-z]+id$/.test(name))) {
      ids.add(String(value));
    }
  }
  return ids;
}

/** The tri-state of OBIS: left out excludes, `include` adds, `true` asks for nothing else. */
function passesTriState(value: unknown, asked: string | null): boolean {
  if (asked === 'include') return true;
  return (value === true) === (asked === 'true');
}

function matches(fields: ObisFields, query: URLSearchParams): boolean {
  const taxa = listOf(query, 'taxonid');
  if (taxa && ![...idsOf(fields)].some((id) => taxa.includes(id))) return false;
  const names = listOf(query, 'scientificname');
  if (names && !names.includes(String(fields.scientificName))) return false;
  const datasets = listOf(query, 'datasetid');
  if (datasets && !datasets.includes(String(fields.dataset_id))) return false;
  return (
    passesTriState(fields.dropped, query.get('dropped')) &&
    passesTriState(fields.absence, query.get('absence'))
  );
}

const idOf = (fields: ObisFields) => String(fields.id);

/**
 * A pool of distinct records served as OBIS serves its own: filtered, ordered by id, behind a cursor.
 * Entries that are no records (composed faults) are served where `id` would put an empty one: first.
 */
export function createObisPool(records: unknown[], datasets: ObisFields[]): ObisRecords {
  const entries = records
    .map((value) => ({
      value,
      fields: (typeof value === 'object' && value !== null ? value : {}) as ObisFields,
      json: JSON.stringify(value),
    }))
    .sort((a, b) => (idOf(a.fields) < idOf(b.fields) ? -1 : 1));
  const select = (query: URLSearchParams) => entries.filter(({ fields }) => matches(fields, query));
  return {
    page: ({ query, after, size }) =>
      select(query)
        .filter(({ fields }) => after === null || idOf(fields) > after)
        .slice(0, size)
        .map(({ json }) => json),
    count: (query) => select(query).length,
    find: (id) => entries.find(({ fields }) => fields.id === id)?.json ?? null,
    datasets: (query) => {
      const named = new Set(select(query).map(({ fields }) => fields.dataset_id));
      return datasets.filter(({ id }) => named.has(id));
    },
  };
}
