/*
 * What JSON may hold and PostgreSQL may not: the character U+0000 and halves of surrogate pairs.
 * They are replaced by U+FFFD, the character that stands for "something unreadable was here".
 */

const NUL = /\u0000/g;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const SUSPECT = /\\u0000|\\u[dD][89a-fA-F]/;
const MAX_DEPTH = 100;

/** Whether a JSON text may hold such a character. Cheap; now and then true for nothing. */
export function mayHoldUnstorable(json: string): boolean {
  return SUSPECT.test(json);
}

const cleanText = (text: string) => text.replace(NUL, '\uFFFD').replace(LONE_SURROGATE, '\uFFFD');

/** Whether a value nests deeper than we (or PostgreSQL) walk. */
export function isTooDeep(value: unknown, depthLeft = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depthLeft === 0) return true;
  const items = value as Record<string, unknown>;
  // No list of the values: this looks at every field of every record.
  for (const name in items) {
    const item = items[name];
    if (typeof item === 'object' && isTooDeep(item, depthLeft - 1)) return true;
  }
  return false;
}

/** The value with every text and name made storable. */
export function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(toStorable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [cleanText(name), toStorable(item)]),
  );
}

const isPlain = (value: unknown) =>
  typeof value !== 'object' ||
  value === null ||
  (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null));

let lastNames: string[] = [];
let lastSorted: readonly string[] = [];

/** The names of an object in order. Kept from one object to the next: records mostly have the same. */
function sortedNames(fields: Record<string, unknown>): readonly string[] {
  const names = Object.keys(fields);
  const isSame =
    names.length === lastNames.length && names.every((name, index) => name === lastNames[index]);
  if (!isSame) {
    lastNames = names;
    lastSorted = [...names].sort();
  }
  return lastSorted;
}

/**
 * JSON with sorted names, so that equal content is equal text. Names that `isLeftOut` accepts are
 * left out on the top level. An object without objects inside, as nearly every record is, is written
 * by the engine in one go: put together here, it took six times its size in short-lived texts.
 */
export function canonicalJson(value: unknown, isLeftOut?: (name: string) => boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const fields = value as Record<string, unknown>;
  const all = sortedNames(fields);
  const names = isLeftOut ? all.filter((name) => !isLeftOut(name)) : [...all];
  if (names.every((name) => isPlain(fields[name]))) return JSON.stringify(fields, names);
  const parts: string[] = [];
  for (const name of names) {
    const item = fields[name];
    if (item !== undefined) parts.push(`${JSON.stringify(name)}:${canonicalJson(item)}`);
  }
  return `{${parts.join(',')}}`;
}
