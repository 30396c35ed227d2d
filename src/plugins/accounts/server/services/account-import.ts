import type { Knex } from 'knex';
import {
  MOST_IMPORTED_AT_ONCE,
  type AccountDirectory,
  type ImportedOutcome,
} from '../../contract/account-directory';
import type { ActingPerson } from '../../contract/acting-person';
import { normaliseEmail } from '../../contract/email-address';
import type { SecurityEvent } from '../../contract/security-event';
import { ADMINISTRATOR } from '../domain/account-protection';
import { changesBetween } from '../domain/account-state';
import { usernamesFor } from '../domain/derive-username';
import {
  isChange,
  passwordNote,
  planImport,
  takesAdministrator,
  type PlannedUpdate,
  type ReadableAccount,
} from '../domain/import-plan';
import { REFUSALS, type RefusalCode } from '../errors/account-directory';
import type { AccountDirectoryRows } from '../repositories/account-directory';
import type { AccountImportRows, InsertedAccount } from '../repositories/account-import';
import type { InvitationsService } from './invitations';

export type AccountImport = AccountDirectory['importAccounts'];
type Importer = ActingPerson & { invite: boolean };

const MAX_NAME_TRIES = 20;

interface Dependencies {
  rows: AccountImportRows;
  directoryRows: Pick<AccountDirectoryRows, 'holdRole' | 'countActive'>;
  recordAll: (db: Knex, events: readonly SecurityEvent[]) => Promise<void>;
  invitations: InvitationsService;
  forgetAfter: (trx: Knex.Transaction, userIds: readonly number[]) => void;
  newDocumentId: () => string;
  below: (end: number) => number;
}

interface Created {
  account: ReadableAccount;
  userId: number;
  documentId: string;
}

const refuse = (row: number, code: RefusalCode): ImportedOutcome => ({
  row,
  userId: null,
  outcome: 'refused',
  code,
  message: REFUSALS[code],
});

const eventsOf = ({ before, after }: PlannedUpdate, { actor, origin }: ActingPerson) =>
  changesBetween(before, after).map(
    (change): SecurityEvent => ({ ...change, actor, targetId: before.documentId, origin }),
  );

/** Makes and changes accounts a page at a time; see the contract. */
export function createAccountImport({
  rows,
  directoryRows,
  recordAll,
  invitations,
  forgetAfter,
  newDocumentId,
  below,
}: Dependencies): AccountImport {
  async function readKnown(trx: Knex, given: readonly { email: string; username?: string }[]) {
    const emails = given.flatMap(({ email }) => normaliseEmail(email) ?? []);
    const found = await rows.lockByEmail(trx, emails);
    const wanted = given.flatMap(({ username }) => username ?? []);
    const owners = await rows.findByUsername(trx, wanted);
    return {
      roles: new Set(await rows.findRoles(trx)),
      accounts: new Map(found.map((account) => [account.email, account])),
      names: new Map(owners.map(({ userId, username }) => [username.toLowerCase(), userId])),
    };
  }

  /** Keeps one active administrator, whoever else takes one away at this moment. */
  async function splitByAdministrators(trx: Knex, updates: PlannedUpdate[]) {
    const taking = updates.filter(takesAdministrator);
    if (taking.length === 0) return { allowed: updates, refused: [] };
    await directoryRows.holdRole(trx, ADMINISTRATOR);
    const except = taking.map(({ before }) => before.userId);
    const left = await directoryRows.countActive(trx, { role: ADMINISTRATOR, except });
    if (left > 0) return { allowed: updates, refused: [] };
    const allowed = updates.filter((update) => !takesAdministrator(update));
    return { allowed, refused: taking.map(({ account }) => refuse(account.row, 'last-admin')) };
  }

  /** Names that are derived may be taken; each round tries another for those that were left out. */
  async function create(
    trx: Knex,
    accounts: readonly ReadableAccount[],
  ): Promise<{ created: Created[]; refused: ImportedOutcome[] }> {
    const created: Created[] = [];
    const refused: ImportedOutcome[] = [];
    let open = accounts.map((account) => ({ account, names: usernamesFor(account.email, below) }));
    for (let tries = 0; open.length > 0 && tries < MAX_NAME_TRIES; tries += 1) {
      const tried = open.map((one) => ({ ...one, documentId: newDocumentId() }));
      const inserted = await rows.insert(
        trx,
        tried.map(
          ({ account, names, documentId }): InsertedAccount => ({
            ...account,
            documentId,
            username: account.username ?? names.next().value,
            track: account.track || null,
            passwordHash: account.status === 'pending' ? null : account.passwordHash,
          }),
        ),
      );
      const userIds = new Map(inserted.map(({ documentId, userId }) => [documentId, userId]));
      const isMade = ({ documentId }: { documentId: string }) => userIds.has(documentId);
      for (const { account, documentId } of tried.filter(isMade)) {
        created.push({ account, documentId, userId: userIds.get(documentId) ?? 0 });
      }
      const left = tried.filter((one) => !isMade(one));
      const hasName = ({ account }: { account: ReadableAccount }) => account.username !== undefined;
      // Both were free a moment ago: somebody registers at the same time.
      refused.push(...left.filter(hasName).map((one) => refuse(one.account.row, 'username-taken')));
      open = left.filter((one) => !hasName(one));
    }
    refused.push(...open.map(({ account }) => refuse(account.row, 'email-taken')));
    return { created, refused };
  }

  async function update(trx: Knex, changed: readonly PlannedUpdate[]): Promise<void> {
    if (changed.length === 0) return;
    await rows.update(
      trx,
      changed.map(({ after }) => after),
    );
    const moved = changed.filter(({ before, after }) => before.role !== after.role);
    if (moved.length > 0) {
      await rows.takeRoles(
        trx,
        moved.map(({ before }) => before.userId),
      );
      await rows.giveRoles(
        trx,
        moved.map(({ after }) => after),
      );
    }
    const settled = changed.filter(
      ({ before, after }) => before.status !== after.status && after.status !== 'pending',
    );
    if (settled.length > 0) {
      await rows.retireFlows(
        trx,
        settled.map(({ after }) => after),
      );
    }
  }

  async function invite(trx: Knex.Transaction, created: readonly Created[], by: Importer) {
    const inviter = by.invite ? await invitations.inviterOf(trx, by) : null;
    for (const { account, userId } of created) {
      if (account.status === 'suspended') continue;
      if (account.status !== 'pending' && !by.invite) continue;
      const { origin } = by;
      await invitations.open(trx, { userId, email: account.email }, { origin, inviter });
    }
  }

  return async (trx, accounts, by) => {
    if (accounts.length > MOST_IMPORTED_AT_ONCE) {
      throw new Error(`At most ${MOST_IMPORTED_AT_ONCE} accounts are imported at once`);
    }
    const known = await readKnown(trx, accounts);
    const plan = planImport(accounts, { ...known, actor: by.actor });
    const { allowed, refused: kept } = await splitByAdministrators(trx, plan.updates);
    const changed = allowed.filter(isChange);
    const { created, refused } = await create(trx, plan.creations);
    await update(trx, changed);
    await recordAll(trx, [
      ...created.map(
        ({ account, documentId }): SecurityEvent => ({
          type: 'account-created',
          actor: by.actor,
          targetId: documentId,
          origin: by.origin,
          details: { role: account.role, status: account.status },
        }),
      ),
      ...changed.flatMap((one) => eventsOf(one, by)),
    ]);
    await invite(trx, created, by);
    forgetAfter(
      trx,
      changed.map(({ before }) => before.userId),
    );
    return [
      ...plan.refused.map(({ row, code }) => refuse(row, code)),
      ...kept,
      ...refused,
      ...created.map(({ account, userId }): ImportedOutcome => {
        const said = passwordNote('created', account);
        return { row: account.row, userId, outcome: 'created', ...said };
      }),
      ...allowed.map((one): ImportedOutcome => {
        const { row } = one.account;
        const outcome = isChange(one) ? 'updated' : 'unchanged';
        return {
          row,
          userId: one.before.userId,
          outcome,
          ...passwordNote('existing', one.account),
        };
      }),
    ].sort((one, other) => one.row - other.row);
  };
}
