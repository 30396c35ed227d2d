/*
 * Licences as they are written: OBIS knows 63 spellings, GBIF gives addresses and names of its own, and
 * nearly all mean one of three. In this order, since that of CC BY-NC begins like that of CC BY. The
 * database has the same patterns (database/sql/app/0009); a test compares the two.
 */

/** Creative Commons too, but none of the three: share alike, no derivatives. */
const OTHERS = /by[\s_-]*(?:nc[\s_-]*)?(?:sa|nd)(?![a-z])|share[\s_-]?alike|no[\s_-]?deriv/i;

const LICENSES: readonly (readonly [RegExp, string])[] = [
  [/cc[\s_-]*by[\s_-]*nc(?![a-z])|licenses\/by-nc\/|non[\s_-]?commercial/i, 'CC BY-NC'],
  [
    /cc[\s_-]*by(?![a-z])|creativecommons\.org\/licenses\/by\/|creative commons attribution/i,
    'CC BY',
  ],
  [/cc[\s_-]*0|publicdomain\/zero|public domain/i, 'CC0'],
];

/** One of `CC0`, `CC BY`, `CC BY-NC`, or `null` for what is none of them; the raw text is kept elsewhere. */
export function normalizeLicense(written: string | null): string | null {
  if (written === null || OTHERS.test(written)) return null;
  return LICENSES.find(([pattern]) => pattern.test(written))?.[1] ?? null;
}
