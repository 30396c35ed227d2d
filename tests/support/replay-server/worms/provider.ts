import {
  jsonAnswer,
  type ReplayAnswer,
  type ReplayProvider,
  type ReplayRequest,
} from '../exchange';

export type WormsFields = Record<string, unknown>;

export interface WormsPool {
  records: WormsFields[];
  /** Records that are only similar to a name, by the name. */
  similar?: Record<string, WormsFields[]>;
  vernaculars?: Record<number, WormsFields[]>;
  /** What `AphiaRecordsByDate` tells. */
  changed?: WormsFields[];
}

const PAGE = 50;
const MAX_BATCH = 50;

/** Nothing found is an answer without a body. */
const nothing: ReplayAnswer = { status: 204, contentType: 'application/json', body: '' };
const tooMany: ReplayAnswer = { status: 400, contentType: 'text/plain', body: 'Too many' };

const some = (found: unknown[]) => (found.length === 0 ? nothing : jsonAnswer(found));

function matchesOf({ records, similar = {} }: WormsPool, name: string): WormsFields[] {
  const exact = records
    .filter(({ scientificname, authority }) =>
      [String(scientificname), `${String(scientificname)} ${String(authority)}`].includes(name),
    )
    .map((record) => ({ ...record, match_type: 'exact' }));
  return [...exact, ...(similar[name] ?? [])];
}

function route(pool: WormsPool, { path, query }: ReplayRequest): ReplayAnswer | null {
  const [, call, argument] = path.slice('/rest'.length).split('/');
  if (call === 'AphiaRecordsByAphiaIDs') {
    const ids = query.getAll('aphiaids[]');
    if (ids.length > MAX_BATCH) return tooMany;
    return some(pool.records.filter(({ AphiaID }) => ids.includes(String(AphiaID))));
  }
  if (call === 'AphiaRecordsByMatchNames') {
    const names = query.getAll('scientificnames[]');
    if (names.length > MAX_BATCH) return tooMany;
    const found = names.map((name) => matchesOf(pool, name));
    return found.every((matches) => matches.length === 0) ? nothing : jsonAnswer(found);
  }
  if (call === 'AphiaRecordsByDate') {
    const start = Number(query.get('offset') ?? 1) - 1;
    return some((pool.changed ?? []).slice(start, start + PAGE));
  }
  if (call === 'AphiaVernacularsByAphiaID') return some(pool.vernaculars?.[Number(argument)] ?? []);
  return null;
}

/** The REST service of WoRMS as far as an importer asks it. */
export function createWormsProvider(pool: WormsPool): ReplayProvider {
  return {
    name: 'worms',
    answer(request) {
      const isOurs = request.method === 'GET' && request.path.startsWith('/rest/');
      return isOurs ? route(pool, request) : null;
    },
  };
}
