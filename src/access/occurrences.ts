import type { RowRule } from '../lib/row-rule';

/** The public set: present, not dropped by the checks, not withdrawn by the provider, not hidden by an editor. */
const PUBLIC_OCCURRENCES: RowRule = [
  { attribute: 'absence', is: false },
  { attribute: 'dropped', is: false },
  { attribute: 'withdrawnAt', is: null },
  { attribute: 'hiddenAt', is: null },
];

/** Which occurrences anyone may read. The rule does not depend on who asks. */
export function readableOccurrences(): RowRule {
  return PUBLIC_OCCURRENCES;
}
