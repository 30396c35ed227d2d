import type { AccountStatus } from '../../contract/principal';
import type { SecurityEvent, SecurityEventType } from '../../contract/security-event';

/** What staff may change of an account, as it is at one moment. */
export interface AccountState {
  userId: number;
  documentId: string;
  username: string;
  email: string;
  status: AccountStatus;
  role: string | null;
  track: string | null;
  isAddressProven: boolean;
  hasPassword: boolean;
  /** Nobody suspends, demotes or deletes it through the API. */
  isProtected: boolean;
}

/** A change, as security events tell it. */
export interface AccountChange {
  type: SecurityEventType;
  details?: SecurityEvent['details'];
}

function statusChange(before: AccountStatus, after: AccountStatus): AccountChange[] {
  if (before === after) return [];
  if (after === 'suspended') return [{ type: 'account-suspended' }];
  if (before === 'suspended') return [{ type: 'account-reinstated', details: { status: after } }];
  return [{ type: after === 'active' ? 'marked-verified' : 'verification-withdrawn' }];
}

/** What somebody who edited an account did to it; null for an account that was not or is no more. */
export function changesBetween(
  before: AccountState | null,
  after: AccountState | null,
): AccountChange[] {
  if (!before || !after) {
    if (after) {
      return [{ type: 'account-created', details: { role: after.role, status: after.status } }];
    }
    return before ? [{ type: 'account-deleted' }] : [];
  }
  const changes = statusChange(before.status, after.status);
  if (before.role !== after.role) {
    changes.push({ type: 'role-changed', details: { was: before.role, became: after.role } });
  }
  if (before.track !== after.track) {
    changes.push({ type: 'track-changed', details: { was: before.track, became: after.track } });
  }
  if (before.email.toLowerCase() !== after.email.toLowerCase()) {
    changes.push({ type: 'email-changed' });
  }
  if (before.isProtected !== after.isProtected) {
    changes.push({ type: after.isProtected ? 'account-protected' : 'account-unprotected' });
  }
  return changes;
}
