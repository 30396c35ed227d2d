import {
  jsonAnswer,
  textAnswer,
  type ReplayAnswer,
  type ReplayProvider,
  type ReplayRequest,
} from '../exchange';

const PREFIX = '/v3';
const DEFAULT_SIZE = 10;
const MAX_SIZE = 10_000;

export interface ObisQuestion {
  query: URLSearchParams;
  after: string | null;
  size: number;
}

/** Where the records come from: a pool of recorded or composed ones, or a generator. */
export interface ObisRecords {
  /** At most `size` records behind `after`, by id, each as JSON text. */
  page(question: ObisQuestion): string[];
  count(query: URLSearchParams): number;
  find(id: string): string | null;
  datasets(query: URLSearchParams): Record<string, unknown>[];
}

/** OBIS says this, as text and with status 400. */
const tooLarge = (size: number) =>
  textAnswer(`Something broke: Size ${size} too large (should be ${MAX_SIZE} or lower)`, 400);

function occurrencePage(records: ObisRecords, { query }: ReplayRequest): ReplayAnswer {
  const size = Number(query.get('size') ?? DEFAULT_SIZE);
  if (size > MAX_SIZE) return tooLarge(size);
  if (size < 0) return jsonAnswer({ total: 0, results: [], error: 'Invalid size' }, 500);
  const start = query.get('startdate');
  if (start !== null && Number.isNaN(Date.parse(start))) {
    return jsonAnswer({ error: `Invalid date format: ${start}` }, 500);
  }
  const after = query.get('after');
  const isFirst = after === null || after === '-1';
  const results = records.page({ query, after: isFirst ? null : after, size });
  const isCounted = query.get('total') !== 'false';
  const total = isCounted ? `"total":${records.count(query)},` : '';
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: `{${total}"results":[${results.join(',')}]}`,
  };
}

function oneOf(found: unknown[]): ReplayAnswer {
  return jsonAnswer({ total: found.length, results: found });
}

function route(records: ObisRecords, request: ReplayRequest): ReplayAnswer | null {
  const [, first, second, ...rest] = request.path.slice(PREFIX.length).split('/');
  if (rest.length > 0) return null;
  if (first === 'occurrence') {
    if (second === undefined) return occurrencePage(records, request);
    const record = records.find(second);
    return oneOf(record === null ? [] : [JSON.parse(record) as unknown]);
  }
  if (first === 'dataset') {
    const datasets = records.datasets(request.query);
    return oneOf(second ? datasets.filter(({ id }) => id === second) : datasets);
  }
  if (first === 'statistics' && second === undefined) {
    return jsonAnswer({ records: records.count(request.query) });
  }
  return null;
}

/** OBIS v3 as far as an importer asks it. */
export function createObisProvider(records: ObisRecords): ReplayProvider {
  return {
    name: 'obis',
    answer(request) {
      const isOurs = request.method === 'GET' && request.path.startsWith(`${PREFIX}/`);
      return isOurs ? route(records, request) : null;
    },
  };
}
