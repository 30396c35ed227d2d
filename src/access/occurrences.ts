import type { RowRule } from '../lib/row-rule';
import type { Principal } from '../plugins/accounts/contract/principal';

/** No editor has hidden it, which takes a record from everybody but administrators. */
const NOT_HIDDEN: RowRule = [{ attribute: 'hiddenAt', is: null }];

/** The public set: present, not dropped by the checks, not withdrawn by the provider, not hidden by an editor. */
const PUBLIC_OCCURRENCES: RowRule = [
  { attribute: 'absence', is: false },
  { attribute: 'dropped', is: false },
  { attribute: 'withdrawnAt', is: null },
  ...NOT_HIDDEN,
];

/** What counts: of records that are the same one alone, which stands for all of them. */
export function countedOccurrences(): RowRule {
  return [...PUBLIC_OCCURRENCES, { attribute: 'duplicateOf', is: null }];
}

/** Which occurrences anyone may read, duplicates too when asked for. The rule does not depend on who asks. */
export function readableOccurrences(): RowRule {
  return PUBLIC_OCCURRENCES;
}

/** Who may see where a sensitive species was found. */
export const seesExactPositions = (principal: Principal): boolean =>
  principal.kind === 'user' && principal.role === 'admin';

/**
 * Which occurrences a question of the geo plugin may open: its filters `absence`, `dropped`, `withdrawn`
 * and `hidden` stand at the public set, and anybody may set them otherwise.
 */
export const occurrencesOnMaps = (principal: Principal): RowRule =>
  principal.kind === 'user' && principal.role === 'admin' ? [] : NOT_HIDDEN;
