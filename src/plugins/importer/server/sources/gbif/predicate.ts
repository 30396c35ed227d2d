import type { GbifParameters } from './query';

interface Predicate {
  type: string;
  key?: string;
  value?: string;
  values?: string[];
  geometry?: string;
  predicates?: Predicate[];
}

const anyOf = (key: string, values: string[] = []): Predicate[] =>
  values.length === 0 ? [] : [{ type: 'in', key, values }];

const atLeast = (key: string, value: string | undefined): Predicate[] =>
  value === undefined ? [] : [{ type: 'greaterThanOrEquals', key, value }];

const atMost = (key: string, value: string | undefined): Predicate[] =>
  value === undefined ? [] : [{ type: 'lessThanOrEquals', key, value }];

/**
 * A question as the download API asks it (https://techdocs.gbif.org/en/openapi/v1/occurrence): the
 * same records as the search finds, with coordinates and nothing else left to GBIF to decide.
 */
export function predicateOf(
  { datasetKeys, bbox, area, startDate, endDate, interpretedSince }: GbifParameters,
  taxonKeys: string[],
): Predicate {
  const [west, south, east, north] = bbox?.map(String) ?? [];
  const predicates: Predicate[] = [
    { type: 'equals', key: 'HAS_COORDINATE', value: 'true' },
    ...anyOf('TAXON_KEY', taxonKeys),
    ...anyOf('DATASET_KEY', datasetKeys),
    ...atLeast('DECIMAL_LONGITUDE', west),
    ...atMost('DECIMAL_LONGITUDE', east),
    ...atLeast('DECIMAL_LATITUDE', south),
    ...atMost('DECIMAL_LATITUDE', north),
    ...(area === undefined ? [] : [{ type: 'within', geometry: area }]),
    ...atLeast('EVENT_DATE', startDate),
    ...atMost('EVENT_DATE', endDate),
    ...atLeast('LAST_INTERPRETED', interpretedSince),
  ];
  return { type: 'and', predicates };
}
