import type { Knex } from 'knex';
import type { ChangeAccountBody } from '../../contract/account-admin';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityActor, SecurityEvents } from '../../contract/security-event';
import type { AccountChange, AccountState } from '../domain/account-state';
import type { FlowPurpose } from '../domain/flow';
import {
  alreadySuspended,
  nothingToVerify,
  notSuspended,
  unknownAccount,
  unknownRole,
  unknownSession,
} from '../errors/account-admin';
import type { AccountChangeRows } from '../repositories/account-changes';

/** Who changes which account, and from where. */
export interface StaffRequest {
  accountId: string;
  actor: SecurityActor;
  origin: RequestOrigin;
}

/** What this needs of the sessions. */
export interface StaffSessions {
  endAll(trx: Knex.Transaction, of: { userId: number; reason: 'revoked' }): Promise<number>;
  forgetCached(userId: number): void;
}
/** What this needs of the flows. */
export interface StaffFlows {
  retireFor(
    trx: Knex.Transaction,
    of: { userId: number; purposes?: readonly FlowPurpose[] },
  ): Promise<unknown>;
}

/** What this needs of the registration. */
export interface StaffVerification {
  /** Opens a new verification, writes its mail and the event. */
  sendVerification(
    trx: Knex.Transaction,
    request: { email: string; actor: SecurityActor; origin: RequestOrigin },
  ): Promise<unknown>;
}

interface Dependencies {
  inTransaction: <Result>(work: (trx: Knex.Transaction) => Promise<Result>) => Promise<Result>;
  rows: AccountChangeRows;
  events: SecurityEvents;
  /** False when the account has no live session of this id. */
  endSession: (trx: Knex, of: { userId: number; sessionId: string }) => Promise<boolean>;
  sessions: () => StaffSessions;
  flows: () => StaffFlows;
  verification: () => StaffVerification;
}

/**
 * What staff do to accounts. Each change and its security event stand or fall together; afterwards no
 * cache may speak for the account as it was.
 */
export function createAccountChangesService({
  inTransaction,
  rows,
  events,
  endSession,
  sessions,
  flows,
  verification,
}: Dependencies) {
  async function change(
    { accountId, actor, origin }: StaffRequest,
    apply: (trx: Knex.Transaction, account: AccountState) => Promise<AccountChange[]>,
  ): Promise<void> {
    const userId = await inTransaction(async (trx) => {
      const account = await rows.lock(trx, accountId);
      if (!account) throw unknownAccount();
      const changes = await apply(trx, account);
      for (const { type, details } of changes) {
        await events.record(trx, { type, actor, targetId: accountId, origin, details });
      }
      return account.userId;
    });
    sessions().forgetCached(userId);
  }

  async function changeRole(
    trx: Knex,
    account: AccountState,
    role: string,
  ): Promise<AccountChange[]> {
    if (role === account.role) return [];
    const roleId = await rows.findRoleId(trx, role);
    if (roleId === null) throw unknownRole();
    await rows.takeRole(trx, account.userId);
    await rows.giveRole(trx, account.userId, roleId);
    return [{ type: 'role-changed', details: { before: account.role, after: role } }];
  }

  async function changeTrack(
    trx: Knex,
    account: AccountState,
    track: string | null,
  ): Promise<AccountChange[]> {
    if (track === account.track) return [];
    await rows.setTrack(trx, account.userId, track);
    return [{ type: 'track-changed', details: { before: account.track, after: track } }];
  }

  return {
    /** @throws Problem `not-found`, `already-suspended`. The database ends the sessions. */
    suspend: (request: StaffRequest, reason: string) =>
      change(request, async (trx, { userId, status }) => {
        if (status === 'suspended') throw alreadySuspended();
        await rows.setStatus(trx, userId, 'suspended');
        await flows().retireFor(trx, { userId });
        return [{ type: 'account-suspended', details: { reason } }];
      }),

    /** Back to what the proof of the address says. @throws Problem `not-found`, `not-suspended`. */
    reinstate: (request: StaffRequest) =>
      change(request, async (trx, { userId, status, isAddressProven }) => {
        if (status !== 'suspended') throw notSuspended();
        const after = isAddressProven ? 'active' : 'pending';
        await rows.setStatus(trx, userId, after);
        return [{ type: 'account-reinstated', details: { status: after } }];
      }),

    /** @throws Problem `not-found`, `nothing-to-verify`. Staff are not limited. */
    resendVerification: (request: StaffRequest) =>
      change(request, async (trx, account) => {
        if (account.status !== 'pending') throw nothingToVerify();
        const { actor, origin } = request;
        await verification().sendVerification(trx, { email: account.email, actor, origin });
        return [];
      }),

    /** @throws Problem `not-found` when the account has no live session of this id. */
    revokeSession: (request: StaffRequest, sessionId: string) =>
      change(request, async (trx, { userId }) => {
        if (!(await endSession(trx, { userId, sessionId }))) throw unknownSession();
        return [{ type: 'session-revoked', details: { sessionId } }];
      }),

    /** Does nothing when there is none. */
    revokeAllSessions: (request: StaffRequest) =>
      change(request, async (trx, { userId }) => {
        const ended = await sessions().endAll(trx, { userId, reason: 'revoked' });
        return ended > 0 ? [{ type: 'session-revoked', details: { sessions: ended } }] : [];
      }),

    /** @throws Problem `not-found`, `validation-failed` for a role that nobody can be given. */
    update: (request: StaffRequest, { role, track }: ChangeAccountBody) =>
      change(request, async (trx, account) => [
        ...(role === undefined ? [] : await changeRole(trx, account, role)),
        ...(track === undefined ? [] : await changeTrack(trx, account, track || null)),
      ]),
  };
}

export type AccountChangesService = ReturnType<typeof createAccountChangesService>;
