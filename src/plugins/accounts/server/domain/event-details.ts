import type { SecurityEvent } from '../../contract/security-event';

const MAIL_ADDRESS = /[^\s@<>,;:"']+@[^\s@<>,;:"']+/g;
const LONGEST_TEXT = 500;

/**
 * Details as they may be kept. Free text, such as the reason of a suspension, is written by people,
 * and events outlive accounts: a mail address in it is left out.
 */
export function keepableDetails(details: SecurityEvent['details']): SecurityEvent['details'] {
  const kept = Object.entries(details ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value.replace(MAIL_ADDRESS, '(address)').slice(0, LONGEST_TEXT)
      : value,
  ]);
  return Object.fromEntries(kept) as SecurityEvent['details'];
}
