/*
 * A spreadsheet runs what begins with = + - or @, also in their wide, small, raised and lowered forms
 * (some bring them to the plain ones), and some skip blanks and invisible signs before it. Tab and the
 * ends of lines may move what follows into a cell of its own.
 */
const SIGN = '=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶﬩';
const SKIPPED = '\\s\\p{Cc}\\p{Cf}\\p{Z}';
const NEEDS_GUARD = new RegExp(`^'*(?:[${SKIPPED}]*[${SIGN}]|[\\t\\r\\n])`, 'u');

/**
 * Text that no spreadsheet takes for a formula: one apostrophe more in front of what would be one.
 * Text with apostrophes before such a sign gets one more as well, so that `unguard` can tell ours
 * from theirs.
 */
export const guard = (text: string): string => (NEEDS_GUARD.test(text) ? `'${text}` : text);

/** Takes away what `guard` put in front, and nothing else. */
export const unguard = (text: string): string =>
  text.startsWith("'") && NEEDS_GUARD.test(text.slice(1)) ? text.slice(1) : text;
