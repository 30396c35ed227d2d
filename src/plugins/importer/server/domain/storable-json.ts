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
  return Object.values(value).some((item) => isTooDeep(item, depthLeft - 1));
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

/**
 * JSON with sorted names, so that equal content is equal text. Names that `isLeftOut` accepts are
 * left out on the top level.
 */
export function canonicalJson(value: unknown, isLeftOut?: (name: string) => boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const fields = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const name of Object.keys(fields).sort()) {
    const item = fields[name];
    if (item === undefined || isLeftOut?.(name)) continue;
    parts.push(`${JSON.stringify(name)}:${canonicalJson(item)}`);
  }
  return `{${parts.join(',')}}`;
}
