import {
  jsonAnswer,
  type ReplayAnswer,
  type ReplayProvider,
  type ReplayRequest,
} from '../exchange';

export type GbifFields = Record<string, unknown>;

/** What GBIF has: records, datasets by key, and its own keys of AphiaIDs. */
export interface GbifPool {
  records: GbifFields[];
  datasets?: GbifFields[];
  taxonKeys?: Record<number, string>;
}

/** GBIF gives no more in a page and no page beyond so many records. */
const MAX_LIMIT = 300;

const plain = (body: string, status: number): ReplayAnswer => ({
  status,
  contentType: 'text/plain',
  body,
});

/** A range of GBIF, both ends included: `2000,2005`, `*,7`, or one value. */
function isWithin(value: unknown, asked: string | null): boolean {
  if (asked === null) return true;
  if (typeof value !== 'number' && typeof value !== 'string') return false;
  const [from = '*', to = from] = asked.split(',');
  const isNumber = typeof value === 'number';
  const item = isNumber ? value : value.slice(0, 10);
  const bound = (text: string) => (isNumber ? Number(text) : text);
  return (from === '*' || item >= bound(from)) && (to === '*' || item <= bound(to));
}

const KEYS = ['taxonKey', 'acceptedTaxonKey', 'kingdomKey', 'phylumKey', 'genusKey', 'speciesKey'];
const RANGES: [string, string][] = [
  ['decimalLatitude', 'decimalLatitude'],
  ['decimalLongitude', 'decimalLongitude'],
  ['year', 'year'],
  ['month', 'month'],
  ['eventDate', 'eventDate'],
  ['lastInterpreted', 'lastInterpreted'],
];

function matches(fields: GbifFields, query: URLSearchParams): boolean {
  const taxa = query.getAll('taxonKey');
  if (taxa.length > 0 && !KEYS.some((key) => taxa.includes(String(fields[key])))) return false;
  const datasets = query.getAll('datasetKey');
  if (datasets.length > 0 && !datasets.includes(String(fields.datasetKey))) return false;
  const hasPlace = fields.decimalLatitude !== undefined && fields.decimalLongitude !== undefined;
  if (query.get('hasCoordinate') === 'true' && !hasPlace) return false;
  return RANGES.every(([parameter, field]) => isWithin(fields[field], query.get(parameter)));
}

function search(pool: GbifPool, { query }: ReplayRequest, maxOffset: number): ReplayAnswer {
  const limit = Math.min(Number(query.get('limit') ?? 20), MAX_LIMIT);
  const offset = Number(query.get('offset') ?? 0);
  if (offset + limit > maxOffset) {
    return plain(`Max offset of ${maxOffset} exceeded: ${offset} + ${limit}`, 400);
  }
  const found = pool.records.filter((fields) => matches(fields, query));
  const results = found.slice(offset, offset + limit);
  const endOfRecords = offset + limit >= found.length;
  return jsonAnswer({ offset, limit, endOfRecords, count: found.length, results, facets: [] });
}

function match(pool: GbifPool, { query }: ReplayRequest): ReplayAnswer {
  const aphiaId = /taxname:(\d+)$/.exec(query.get('scientificNameID') ?? '')?.[1];
  const key = pool.taxonKeys?.[Number(aphiaId)];
  // Its confidence is 100 for no match, too.
  const none = { diagnostics: { matchType: 'NONE', confidence: 100 }, synonym: false };
  return jsonAnswer(
    key ? { usage: { key }, diagnostics: { matchType: 'EXACT', confidence: 99 } } : none,
  );
}

/** GBIF as far as an importer asks it. */
export function createGbifProvider(pool: GbifPool, maxOffset = 100_000): ReplayProvider {
  return {
    name: 'gbif',
    answer(request) {
      if (request.method !== 'GET') return null;
      if (request.path === '/v1/occurrence/search') return search(pool, request, maxOffset);
      if (request.path === '/v2/species/match') return match(pool, request);
      const key = /^\/v1\/dataset\/([^/]+)$/.exec(request.path)?.[1];
      if (key === undefined) return null;
      const dataset = pool.datasets?.find((fields) => fields.key === key);
      return dataset ? jsonAnswer(dataset) : plain('Dataset not found', 404);
    },
  };
}
