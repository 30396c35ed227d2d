import type { AccountChanges } from '../../contract/account-directory';
import type { SecurityActor } from '../../contract/security-event';
import type { AccountState } from './account-state';

/** The role whose people run the platform through the API. */
export const ADMINISTRATOR = 'admin';

type Judged = Pick<AccountState, 'documentId' | 'role' | 'status' | 'email' | 'isProtected'>;

/** What stands in the way of a change. */
export type Protection = 'own-account' | 'protected-account' | null;

const isOwn = ({ documentId }: Judged, actor: SecurityActor): boolean =>
  actor.kind === 'user' && actor.id === documentId;

/** Whether a change takes role, access or address from an account. */
function isDelicate(account: Judged, { role, status, email }: AccountChanges): boolean {
  return (
    (role !== undefined && role !== account.role) ||
    (status !== undefined && status !== account.status && status !== 'active') ||
    (email !== undefined && email.toLowerCase() !== account.email.toLowerCase())
  );
}

/** Judged by the account as it was before the change. */
export function protectionAgainst(
  account: Judged,
  { changes, actor }: { changes: AccountChanges; actor: SecurityActor },
): Protection {
  if (isOwn(account, actor)) {
    const unprotects = changes.isProtected === false && account.isProtected;
    return unprotects || isDelicate(account, changes) ? 'own-account' : null;
  }
  return account.isProtected && isDelicate(account, changes) ? 'protected-account' : null;
}

export function protectionAgainstRemoval(account: Judged, actor: SecurityActor): Protection {
  if (isOwn(account, actor)) return 'own-account';
  return account.isProtected ? 'protected-account' : null;
}

export const isActiveAdministrator = ({ role, status }: Pick<Judged, 'role' | 'status'>): boolean =>
  role === ADMINISTRATOR && status === 'active';
