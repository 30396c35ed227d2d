import type { InputFault } from '../problem';

/** What the API takes; the admin panel asks deeper questions and keeps Strapi's own limits. */
const MAX_PARAMETERS = 200;
const MAX_DEPTH = 5;
const MAX_ARRAY_ITEMS = 50;

/** `name[part][part]`: what every parser reads alike. */
const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const PAGE_KEY = /^pagination\[(page|pageSize|limit|start)\]$/;
const PAGINATION_KEY = /^pagination(\[|$)/;
const KNOWN_PAGINATION_KEY = /^pagination\[(page|pageSize|limit|start|withCount)\]$/;

type Fault = Omit<InputFault, 'parameter'>;
/** What stands below a name: one value, a list written `[]` or `[0]`, or further names. */
type Form = 'value' | 'list' | 'index' | 'names';

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\u0000') ? undefined : decoded;
  } catch {
    return undefined; // not UTF-8; the caller refuses it
  }
}

/** `a[b][]` as `['a', 'b', '']`; undefined for what parsers read in different ways. */
function partsOf(key: string): string[] | undefined {
  const [, name, brackets = ''] = KEY.exec(key) ?? [];
  if (name === undefined) return undefined;
  return [
    name,
    ...brackets
      .split('[')
      .slice(1)
      .map((part) => part.slice(0, -1)),
  ];
}

function formOf(part: string | undefined): Form {
  if (part === undefined) return 'value';
  if (part === '') return 'list';
  return /^\d+$/.test(part) ? 'index' : 'names';
}

const tooMany: Fault = { code: 'too-many', message: `Has more than ${MAX_ARRAY_ITEMS} values.` };

/** Follows one key through what is known of the query so far, and adds it. */
function faultOfForm(parts: string[], known: Map<string, { form: Form; count: number }>) {
  for (let length = 1; length <= parts.length; length += 1) {
    const at = JSON.stringify(parts.slice(0, length));
    const form = formOf(parts[length]);
    const seen = known.get(at);
    if (seen && seen.form !== form) {
      return { code: 'mixed', message: 'Is given as a value and as a list, or in two notations.' };
    }
    const isItem = form === 'list' || (form === 'index' && length === parts.length - 1);
    const count = (seen?.count ?? 0) + (isItem ? 1 : 0);
    if (count > MAX_ARRAY_ITEMS) return tooMany;
    if (form === 'index' && Number(parts[length]) >= MAX_ARRAY_ITEMS) return tooMany;
    if (seen && form === 'value' && parts.at(-1) !== '') {
      return { code: 'repeated', message: 'Is given more than once.' };
    }
    known.set(at, { form, count });
  }
  return undefined;
}

function faultOfPage(key: string, value: string): Fault | undefined {
  if (!PAGINATION_KEY.test(key)) return undefined;
  if (!KNOWN_PAGINATION_KEY.test(key)) {
    return { code: 'unknown', message: 'Takes page, pageSize, start, limit and withCount.' };
  }
  const name = PAGE_KEY.exec(key)?.[1];
  // Strapi reads a negative page size as 1 and an over-long number as its maximum.
  const isCount = name === 'start' ? /^\d{1,9}$/ : /^[1-9]\d{0,8}$/;
  if (name === undefined || isCount.test(value)) return undefined;
  return { code: 'invalid', message: `${name} must be a positive whole number.` };
}

function faultOfPair(
  pair: string,
  known: Map<string, { form: Form; count: number }>,
): Fault | undefined {
  const equals = pair.indexOf('=');
  const key = decode(equals < 0 ? pair : pair.slice(0, equals));
  const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
  if (key === undefined || value === undefined) {
    return { code: 'malformed', message: 'This is not well-formed UTF-8 text.' };
  }
  const parts = partsOf(key);
  if (!parts) return { code: 'malformed', message: 'This name is not well-formed.' };
  // Parsers drop these without a word: every object has them.
  if (parts.some((part) => part in Object.prototype)) {
    return { code: 'unknown', message: 'This name is not allowed.' };
  }
  if (equals < 0) return { code: 'invalid', message: 'Has no value.' };
  if (parts.length - 1 > MAX_DEPTH) {
    return { code: 'too-deep', message: `Nests deeper than ${MAX_DEPTH} levels.` };
  }
  return faultOfPage(key, value) ?? faultOfForm(parts, known);
}

/** Whether percent-encoded text decodes to UTF-8 without NUL, which no database column can hold. */
export function isWellFormed(encoded: string): boolean {
  return decode(encoded) !== undefined;
}

/** The first thing about a raw query string that no address of the API would take, if any. */
export function queryFault(querystring: string): InputFault | undefined {
  if (querystring === '') return undefined;
  const pairs = querystring.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) {
    const message = `There are more than ${MAX_PARAMETERS} parameters.`;
    return { parameter: '', code: 'too-many', message };
  }
  const known = new Map<string, { form: Form; count: number }>();
  for (const pair of pairs) {
    const fault = faultOfPair(pair, known);
    if (!fault) continue;
    const name = decode(pair.split('=')[0] ?? '') ?? '';
    return { parameter: PAGE_KEY.test(name) ? name : (name.split('[')[0] ?? ''), ...fault };
  }
  return undefined;
}
