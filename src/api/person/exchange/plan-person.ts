import type { z } from 'zod';
import { emailAddress } from '../../../plugins/accounts/contract/email-address';
import { personDetails, textLine } from '../../../plugins/accounts/contract/people';
import { ACCOUNT_STATUSES, type AccountStatus } from '../../../plugins/accounts/contract/principal';
import { username as usernameSchema } from '../../../plugins/accounts/contract/username';
import type { Cells, CellValue } from '../../../plugins/exchange/contract/cell';
import type { ImportRow, RowOutcome } from '../../../plugins/exchange/contract/kind';
import type { RowFault } from '../../../plugins/exchange/contract/report';
import { PROFILE_NAMES, type ProfileColumn } from './person-columns';
import type { PersonRow } from './person-rows';

type Fault = Omit<RowFault, 'row'>;

/** What a row about an account asks for. */
export interface WantedAccount {
  email: string;
  username?: string;
  role: string;
  track: string | null;
  status: AccountStatus;
  passwordHash: string | null;
}

export interface PlannedPerson {
  row: number;
  /** Undefined for somebody who is new. */
  stored: PersonRow | undefined;
  outcome: RowOutcome;
  account: WantedAccount;
  isAccountChanged: boolean;
  /** Changed cells of the profile; empty when nothing of it changes. */
  profile: Cells;
  /** Codes of groups; null when the file does not say or nothing changes. */
  groups: string[] | null;
  faults: Fault[];
}

/** What rows are looked up by. */
export interface Surroundings {
  roles: ReadonlySet<string>;
  defaultRole: string;
  /** Owners of usernames, in small letters. */
  owners: ReadonlyMap<string, string>;
  /** Ids of groups by their codes. */
  groups: ReadonlyMap<string, string>;
  /** `documentId` of the person who imports; null for others. */
  actingId: string | null;
}

export const spelled = (value: CellValue | undefined): string =>
  typeof value === 'string' ? value.trim() : '';
/** An address in the spelling that is looked up; a bad one as it is. */
export const addressIn = (cells: Cells): string => {
  const parsed = emailAddress.safeParse(spelled(cells['email']));
  return parsed.success ? parsed.data : spelled(cells['email']).toLowerCase();
};
export const codesIn = (cells: Cells): string[] | null => {
  const { groups } = cells;
  return Array.isArray(groups)
    ? [...new Set(groups.map((code) => code.toUpperCase()))].sort()
    : null;
};

const PROFILE_SCHEMAS: Record<ProfileColumn, z.ZodType> = {
  firstName: personDetails.shape.firstName,
  lastName: personDetails.shape.lastName,
  dateOfBirth: personDetails.shape.dateOfBirth,
  organisation: textLine(200),
};
const trackSchema = textLine(100);

const faultsOf = (column: string, schema: z.ZodType, value: unknown): Fault[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ message }) => ({
    column,
    code: 'invalid',
    message,
  }));

function wantedAccount(
  { cells }: ImportRow,
  stored: PersonRow | undefined,
  { defaultRole }: Surroundings,
): WantedAccount {
  const username = spelled(cells['username']);
  const status = spelled(cells['status']).toLowerCase();
  const isKnown = (one: string): one is AccountStatus =>
    ACCOUNT_STATUSES.some((known) => known === one);
  const track = cells['track'] === undefined ? stored?.track : spelled(cells['track']);
  return {
    email: stored?.email ?? addressIn(cells),
    ...(username !== '' && { username }),
    role: spelled(cells['role']) || (stored?.role ?? defaultRole),
    track: track || null,
    status: isKnown(status) ? status : (stored?.status ?? 'pending'),
    passwordHash: spelled(cells['passwordHash']) || null,
  };
}

function accountFaults(
  { cells }: ImportRow,
  stored: PersonRow | undefined,
  { account, roles, owners }: Surroundings & { account: WantedAccount },
): Fault[] {
  const faults: Fault[] = [];
  const status = spelled(cells['status']).toLowerCase();
  const { username = stored?.username, role, track } = account;
  if (!stored) faults.push(...faultsOf('email', emailAddress, spelled(cells['email'])));
  if (stored && addressIn(cells) !== '' && addressIn(cells) !== stored.email.toLowerCase()) {
    const message = 'The account of this id has another address, which no import changes.';
    faults.push({ column: 'email', code: 'other-email', message });
  }
  if (username !== undefined && username !== stored?.username) {
    faults.push(...faultsOf('username', usernameSchema, username));
    const owner = owners.get(username.toLowerCase());
    if (owner !== undefined && owner !== stored?.id) {
      faults.push({ column: 'username', code: 'taken', message: 'Somebody else has this name.' });
    }
  }
  if (role !== stored?.role && !roles.has(role)) {
    faults.push({ column: 'role', code: 'unknown-role', message: `There is no role ${role}.` });
  }
  if (status !== '' && status !== account.status) {
    const message = `must be one of ${ACCOUNT_STATUSES.join(', ')}`;
    faults.push({ column: 'status', code: 'invalid', message });
  }
  if (track !== null && track !== stored?.track) {
    faults.push(...faultsOf('track', trackSchema, track));
  }
  return faults;
}

/** Nobody locks themselves out by a file, nor an account that somebody has protected. */
function lockFaults(
  stored: PersonRow | undefined,
  { role, status }: WantedAccount,
  { actingId }: Surroundings,
): Fault[] {
  if (!stored) return [];
  const columns = [
    ...(role !== stored.role ? ['role'] : []),
    ...(status !== stored.status ? ['status'] : []),
  ];
  const because = (column: string): Fault[] => [
    ...(stored.id === actingId
      ? [{ column, code: 'own-account', message: 'You cannot change this of yourself.' }]
      : []),
    ...(stored.isProtected
      ? [{ column, code: 'protected-account', message: 'This account is protected.' }]
      : []),
  ];
  return columns.flatMap(because);
}

function changedProfile({ cells }: ImportRow, stored: PersonRow | undefined): Cells {
  const changed: Cells = {};
  for (const name of PROFILE_NAMES) {
    if (cells[name] === undefined) continue;
    const value = spelled(cells[name]) || null;
    // What was stored by other means may have blanks at its ends; that is no change.
    const isSame = value === ((stored?.[name] ?? '').trim() || null);
    if (!isSame) changed[name] = value;
  }
  return changed;
}

/** What a row changes about a person and what is wrong with that. */
export function planPerson(
  row: ImportRow,
  stored: PersonRow | undefined,
  surroundings: Surroundings,
): PlannedPerson {
  const account = wantedAccount(row, stored, surroundings);
  const isAccountChanged =
    !stored ||
    account.role !== stored.role ||
    account.status !== stored.status ||
    (account.track ?? '') !== (stored.track ?? '').trim() ||
    (account.username ?? stored.username) !== stored.username;
  const profile = changedProfile(row, stored);
  const codes = codesIn(row.cells);
  const areGroupsChanged = codes !== null && codes.join() !== (stored?.groups ?? []).join();
  const unknown = (codes ?? []).filter((code) => !surroundings.groups.has(code));
  const faults = [
    ...accountFaults(row, stored, { ...surroundings, account }),
    ...lockFaults(stored, account, surroundings),
    ...Object.entries(profile).flatMap(([name, value]) =>
      // Only columns of the profile are in it.
      value === null ? [] : faultsOf(name, PROFILE_SCHEMAS[name as ProfileColumn], value),
    ),
    ...unknown.map((code) => ({
      column: 'groups',
      code: 'unknown-group',
      message: `There is no group ${code}.`,
    })),
  ];
  const isChanged = isAccountChanged || areGroupsChanged || Object.keys(profile).length > 0;
  return {
    row: row.row,
    stored,
    outcome: stored ? (isChanged ? 'updated' : 'unchanged') : 'created',
    account,
    isAccountChanged,
    profile,
    groups: areGroupsChanged ? codes : null,
    faults,
  };
}
