import type { InputFault } from '../problem';

/** What the API takes; the admin panel asks deeper questions and keeps Strapi's own limits. */
const MAX_PARAMETERS = 200;
const MAX_DEPTH = 5;
const MAX_ARRAY_ITEMS = 50;

const PAGE_KEY = /^pagination\[(page|pageSize|limit|start)\]$/;
const PAGINATION_KEY = /^pagination(\[|$)/;
const KNOWN_PAGINATION_KEY = /^pagination\[(page|pageSize|limit|start|withCount)\]$/;
/** Strapi takes one text here and fails on a list. */
const SEARCH_KEY = /^_q(\[|$)/;
const POISONED_KEY = /(^|\[)(__proto__|constructor|prototype)(\]|\[|$)/;

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\u0000') ? undefined : decoded;
  } catch {
    return undefined; // not UTF-8; the caller refuses it
  }
}

function faultOfPair(
  pair: string,
  itemsOf: Map<string, number>,
): Omit<InputFault, 'parameter'> | undefined {
  const [rawKey = '', ...rawValue] = pair.split('=');
  const key = decode(rawKey);
  const value = decode(rawValue.join('='));
  if (key === undefined || value === undefined) {
    return { code: 'malformed', message: 'This is not well-formed UTF-8 text.' };
  }
  if (POISONED_KEY.test(key)) return { code: 'unknown', message: 'This name is not allowed.' };
  const page = PAGE_KEY.exec(key);
  if (PAGINATION_KEY.test(key) && !KNOWN_PAGINATION_KEY.test(key)) {
    return { code: 'unknown', message: 'Takes page, pageSize, start, limit and withCount.' };
  }
  if (SEARCH_KEY.test(key) && (key !== '_q' || itemsOf.has('_q'))) {
    return { code: 'invalid', message: 'Give one text to search for.' };
  }
  // Strapi reads a negative page size as 1 and an over-long number as its maximum.
  if (page && !(page[1] === 'start' ? /^\d{1,9}$/ : /^[1-9]\d{0,8}$/).test(value)) {
    return { code: 'invalid', message: `${page[1]} must be a positive whole number.` };
  }
  if (key.split('[').length - 1 > MAX_DEPTH) {
    return { code: 'too-deep', message: `Nests deeper than ${MAX_DEPTH} levels.` };
  }
  const list = key.replace(/\[\d*\]$/, '');
  const items = (itemsOf.get(list) ?? 0) + 1;
  itemsOf.set(list, items);
  if (items > MAX_ARRAY_ITEMS) {
    return { code: 'too-many', message: `Has more than ${MAX_ARRAY_ITEMS} values.` };
  }
  return undefined;
}

/** Whether percent-encoded text decodes to UTF-8 without NUL, which no database column can hold. */
export function isWellFormed(encoded: string): boolean {
  return decode(encoded) !== undefined;
}

/** The first thing about a raw query string that no address of the API would take, if any. */
export function queryFault(querystring: string): InputFault | undefined {
  if (querystring === '') return undefined;
  const pairs = querystring.split('&');
  if (pairs.length > MAX_PARAMETERS) {
    const message = `There are more than ${MAX_PARAMETERS} parameters.`;
    return { parameter: '', code: 'too-many', message };
  }
  const itemsOf = new Map<string, number>();
  for (const pair of pairs) {
    const fault = faultOfPair(pair, itemsOf);
    if (!fault) continue;
    const name = decode(pair.split('=')[0] ?? '') ?? '';
    return { parameter: PAGE_KEY.test(name) ? name : (name.split('[')[0] ?? ''), ...fault };
  }
  return undefined;
}
