/**
 * Licences as they are written: OBIS knows 63 spellings, GBIF gives addresses, and both mean one of
 * three. In this order, since the address of CC BY-NC begins like that of CC BY.
 */
const LICENSES: readonly (readonly [RegExp, string])[] = [
  [/cc[\s_-]*by[\s_-]*nc\b|by-nc\/|non-?commercial/i, 'CC BY-NC'],
  [/cc[\s_-]*by\b|licenses\/by\/|attribution/i, 'CC BY'],
  [/cc[\s_-]*0|publicdomain\/zero|public domain/i, 'CC0'],
];

/** One of `CC0`, `CC BY`, `CC BY-NC`, or `null` for what is none of them; the raw text is kept elsewhere. */
export function normalizeLicense(written: string | null): string | null {
  if (written === null) return null;
  return LICENSES.find(([pattern]) => pattern.test(written))?.[1] ?? null;
}
