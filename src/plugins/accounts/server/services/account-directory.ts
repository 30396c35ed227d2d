import type { Knex } from 'knex';
import type {
  AccountChanges,
  AccountDirectory,
  AccountKey,
  AccountToCreate,
} from '../../contract/account-directory';
import type { ActingPerson } from '../../contract/acting-person';
import type { SecurityEvents } from '../../contract/security-event';
import {
  ADMINISTRATOR,
  isActiveAdministrator,
  protectionAgainst,
  protectionAgainstRemoval,
} from '../domain/account-protection';
import { changesBetween, type AccountState } from '../domain/account-state';
import { usernamesFor } from '../domain/derive-username';
import type { FlowPurpose } from '../domain/flow';
import { unknownAccount, unknownRole } from '../errors/account-admin';
import { accountConflict } from '../errors/account-directory';
import type { AccountChangeRows } from '../repositories/account-changes';
import type { AccountDirectoryRows } from '../repositories/account-directory';
import type { Account, UserRows } from '../repositories/users';
import type { AccountImport } from './account-import';
import type { InvitationsService } from './invitations';
import type { PeopleService } from './people';

const MAX_NAME_TRIES = 20;

interface Dependencies {
  rows: AccountDirectoryRows;
  changeRows: AccountChangeRows;
  users: UserRows;
  events: SecurityEvents;
  people: () => PeopleService;
  invitations: InvitationsService;
  retireFlows: (
    trx: Knex.Transaction,
    of: { userId: number; email?: string; purposes?: readonly FlowPurpose[] },
  ) => Promise<unknown>;
  /** Makes this server forget a person once the transaction commits. */
  forgetAfter: (trx: Knex.Transaction, userIds: readonly number[]) => void;
  importAccounts: AccountImport;
  newDocumentId: () => string;
  /** A whole number from 0 up to, without, `end`. */
  below: (end: number) => number;
}

/** What administrators do to accounts through the API. */
export function createAccountDirectoryService({
  rows,
  changeRows,
  users,
  events,
  people,
  invitations,
  retireFlows,
  forgetAfter,
  importAccounts,
  newDocumentId,
  below,
}: Dependencies): AccountDirectory {
  async function lock(trx: Knex, documentId: string): Promise<AccountState> {
    const account = await changeRows.lock(trx, documentId);
    if (!account) throw unknownAccount();
    return account;
  }

  async function findRole(trx: Knex, type: string): Promise<number> {
    const roleId = await changeRows.findRoleId(trx, type);
    if (roleId === null) throw unknownRole();
    return roleId;
  }

  async function note(
    trx: Knex.Transaction,
    { before, after }: { before: AccountState | null; after: AccountState | null },
    { actor, origin }: ActingPerson,
  ): Promise<void> {
    const targetId = (after ?? before)?.documentId ?? null;
    for (const { type, details } of changesBetween(before, after)) {
      await events.record(trx, { type, actor, targetId, origin, details });
    }
  }

  async function keepAnAdministrator(trx: Knex, { userId }: AccountState): Promise<void> {
    await rows.holdRole(trx, ADMINISTRATOR);
    const left = await rows.countActive(trx, { role: ADMINISTRATOR, except: [userId] });
    if (left === 0) throw accountConflict('last-admin');
  }

  async function insert(
    trx: Knex.Transaction,
    { email, username, status, role }: AccountToCreate & { role: string },
  ): Promise<Account> {
    const names = usernamesFor(email, below);
    for (let tries = 0; tries < MAX_NAME_TRIES; tries += 1) {
      const name = username ?? names.next().value;
      const account = { documentId: newDocumentId(), username: name, email, status, role };
      const made = await users.insert(trx, account);
      if (made) return made;
      if (await users.findByEmail(trx, email)) throw accountConflict('email-taken');
      if (username !== undefined) throw accountConflict('username-taken');
    }
    throw new Error('No free username was found for a new person');
  }

  /** What somebody asked for by mail before the change must not undo it. */
  async function retire(
    trx: Knex.Transaction,
    before: AccountState,
    after: AccountState,
  ): Promise<void> {
    const { userId, email } = before;
    const isTaken =
      before.email !== after.email ||
      (after.status === 'suspended' && before.status !== 'suspended');
    if (isTaken) await retireFlows(trx, { userId, email });
    else if (before.status === 'pending' && after.status === 'active') {
      await retireFlows(trx, { userId, purposes: ['verify-email'] });
    }
  }

  async function writeChanges(
    trx: Knex.Transaction,
    before: AccountState,
    { role, ...changes }: AccountChanges,
  ): Promise<void> {
    if (role !== undefined && role !== before.role) {
      const roleId = await findRole(trx, role);
      await changeRows.takeRole(trx, before.userId);
      await changeRows.giveRole(trx, before.userId, roleId);
    }
    const given = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    );
    if (Object.keys(given).length === 0) return;
    const vouchesForAddress = changes.status === 'active';
    const refusal = await rows.write(trx, { ...before, ...given, vouchesForAddress });
    if (refusal) throw accountConflict(refusal);
  }

  return {
    async hold(trx, documentId): Promise<AccountKey> {
      const { userId } = await lock(trx, documentId);
      return { userId, documentId };
    },

    async create(trx, wanted, by) {
      const role = wanted.role ?? people().keeper().defaultRole;
      await findRole(trx, role);
      const { userId, documentId, email } = await insert(trx, { ...wanted, role });
      if (wanted.track) await changeRows.setTrack(trx, userId, wanted.track);
      await note(trx, { before: null, after: await lock(trx, documentId) }, by);
      if (wanted.status === 'pending' || wanted.invite) {
        const inviter = wanted.invite ? await invitations.inviterOf(trx, by) : null;
        await invitations.open(trx, { userId, email }, { origin: by.origin, inviter });
      }
      return { userId, documentId };
    },

    async change(trx, documentId, { changes, by }) {
      const before = await lock(trx, documentId);
      const { userId } = before;
      const protection = protectionAgainst(before, { changes, actor: by.actor });
      if (protection) throw accountConflict(protection);
      const wanted = { role: changes.role ?? before.role, status: changes.status ?? before.status };
      if (isActiveAdministrator(before) && !isActiveAdministrator(wanted)) {
        await keepAnAdministrator(trx, before);
      }
      await writeChanges(trx, before, changes);
      const after = await lock(trx, documentId);
      await note(trx, { before, after }, by);
      await retire(trx, before, after);
      if (before.email !== after.email && after.status === 'pending') {
        const { email } = after;
        await invitations.open(trx, { userId, email }, { origin: by.origin, inviter: null });
      }
      forgetAfter(trx, [userId]);
      return { userId, documentId };
    },

    async remove(trx, documentId, by) {
      const before = await lock(trx, documentId);
      const protection = protectionAgainstRemoval(before, by.actor);
      if (protection) throw accountConflict(protection);
      if (isActiveAdministrator(before)) await keepAnAdministrator(trx, before);
      const { userId, email } = before;
      await retireFlows(trx, { userId, email });
      await rows.remove(trx, userId);
      await note(trx, { before, after: null }, by);
      forgetAfter(trx, [userId]);
    },

    importAccounts,
  };
}
