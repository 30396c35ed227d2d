import { normaliseEmail } from '../../contract/email-address';
import type { ImportedAccount, ImportedOutcome } from '../../contract/account-directory';
import type { SecurityActor } from '../../contract/security-event';
import { username as usernameRule } from '../../contract/username';
import { isActiveAdministrator, protectionAgainst } from './account-protection';
import type { AccountState } from './account-state';
import { readStoredPassword } from './stored-password';

const LONGEST_TRACK = 100;

export type ImportFault =
  | 'invalid-email'
  | 'invalid-username'
  | 'invalid-track'
  | 'unreadable-password'
  | 'unknown-role'
  | 'username-taken'
  | 'own-account'
  | 'protected-account'
  | 'repeated';

/** A row that can be written as it stands, its address in its one spelling. */
export type ReadableAccount = ImportedAccount;

export interface PlannedUpdate {
  account: ReadableAccount;
  before: AccountState;
  after: AccountState;
}

export interface ImportPlan {
  creations: ReadableAccount[];
  updates: PlannedUpdate[];
  refused: { row: number; code: ImportFault }[];
}

interface Known {
  /** Types of the roles that people can be given. */
  roles: ReadonlySet<string>;
  /** By address. */
  accounts: ReadonlyMap<string, AccountState>;
  /** Whose a username is, by its lower case. */
  names: ReadonlyMap<string, number>;
  actor: SecurityActor;
}

/** What is wrong with a row by itself. */
function faultOf(account: ImportedAccount, email: string | null): ImportFault | null {
  if (email === null) return 'invalid-email';
  const { username, track, passwordHash } = account;
  if (username !== undefined && !usernameRule.safeParse(username).success) {
    return 'invalid-username';
  }
  if (track !== null && track.length > LONGEST_TRACK) return 'invalid-track';
  if (passwordHash !== null && !readStoredPassword(passwordHash)) return 'unreadable-password';
  return null;
}

/** Decides for each row whether an account is made or changed, or why neither. Writes nothing. */
export function planImport(given: readonly ImportedAccount[], known: Known): ImportPlan {
  const plan: ImportPlan = { creations: [], updates: [], refused: [] };
  const seen = new Set<string>();
  const claimed = new Set<string>();

  const isNameFree = (name: string, userId: number | null): boolean => {
    const owner = known.names.get(name.toLowerCase());
    return (owner === undefined || owner === userId) && !claimed.has(name.toLowerCase());
  };

  function planUpdate(account: ReadableAccount, before: AccountState): ImportFault | null {
    const { role, track, status, username = before.username } = account;
    if (username !== before.username && !isNameFree(username, before.userId)) {
      return 'username-taken';
    }
    const fault = protectionAgainst(before, { changes: { role, status }, actor: known.actor });
    if (fault) return fault;
    claimed.add(username.toLowerCase());
    const isAddressProven = before.isAddressProven || status === 'active';
    const after = { ...before, role, track: track || null, status, username, isAddressProven };
    plan.updates.push({ account, before, after });
    return null;
  }

  function planRow(account: ImportedAccount): ImportFault | null {
    const email = normaliseEmail(account.email);
    const fault = faultOf(account, email);
    if (fault !== null || email === null) return fault;
    if (seen.has(email)) return 'repeated';
    seen.add(email);
    if (!known.roles.has(account.role)) return 'unknown-role';
    const readable = { ...account, email };
    const before = known.accounts.get(email);
    if (before) return planUpdate(readable, before);
    const { username } = account;
    if (username !== undefined) {
      if (!isNameFree(username, null)) return 'username-taken';
      claimed.add(username.toLowerCase());
    }
    plan.creations.push(readable);
    return null;
  }

  for (const account of given) {
    const code = planRow(account);
    if (code) plan.refused.push({ row: account.row, code });
  }
  return plan;
}

/** Updates that take an active administrator away. */
export const takesAdministrator = ({ before, after }: PlannedUpdate): boolean =>
  isActiveAdministrator(before) && !isActiveAdministrator(after);

/** Whether an update would write anything. */
export const isChange = ({ before, after }: PlannedUpdate): boolean =>
  before.role !== after.role ||
  before.track !== after.track ||
  before.status !== after.status ||
  before.username !== after.username;

/** What is said of a hash that came with a row and was not taken. */
export function passwordNote(
  outcome: 'created' | 'existing',
  { passwordHash, status }: ImportedAccount,
): Pick<ImportedOutcome, 'code' | 'message'> {
  if (passwordHash === null) return {};
  if (outcome === 'existing') {
    return { code: 'password-kept', message: 'The account exists; its password stays as it is.' };
  }
  if (status !== 'pending') return {};
  return {
    code: 'password-left-out',
    message: 'The address is not proven, so whoever set this password may be somebody else.',
  };
}
