import { z } from 'zod';
import { pageParams } from './features';
import { numberParam } from './number-param';

/** OGC API Features, Part 1 (17-069r4), Part 3 (19-079r2) and CQL2 (21-065r2): what is fulfilled. */
export const CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
  'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables',
  'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters',
  'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter',
  'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter',
  'http://www.opengis.net/spec/cql2/1.0/conf/cql2-text',
  'http://www.opengis.net/spec/cql2/1.0/conf/cql2-json',
  'http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2',
  'http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators',
  'http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison',
  'http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions',
  'http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus',
  'http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions',
  'http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions',
  'http://www.opengis.net/spec/cql2/1.0/conf/property-property',
] as const;

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const FILTER_LANGUAGES = ['cql2-text', 'cql2-json'] as const;

export const MEDIA_TYPES = {
  json: 'application/json',
  geojson: 'application/geo+json',
  schema: 'application/schema+json',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
} as const;

/** The only format there is, which clients may ask for all the same. */
const formatParam = z.literal('json', 'must be json').optional();

/** The parameters of everything that is not a list of features. */
export const documentParams = z.strictObject({ f: formatParam });

/**
 * The box of a query in four numbers: six hold heights, which features here do not have. What is no box
 * stays as it is, to be refused with all others.
 */
export function boxWithoutHeights(value: unknown): unknown {
  const parts = typeof value === 'string' ? value.split(',') : [];
  const [west, south, low, east, north, high] = parts;
  const areHeights = [low, high].every((part) => numberParam.safeParse(part).success);
  return parts.length === 6 && areHeights ? [west, south, east, north].join(',') : value;
}

/** The parameters of `items` beside those of the question and those of each property. */
export const itemsParams = {
  ...pageParams,
  f: formatParam,
  filter: z.string('must be given once').optional(),
  'filter-lang': z.enum(FILTER_LANGUAGES).default('cql2-text'),
  'filter-crs': z.literal(CRS84, `must be ${CRS84}`).optional(),
};
