import type { Knex } from 'knex';
import type { PersonDetails } from '../../contract/people';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents, SecurityEventType } from '../../contract/security-event';
import { usernamesFor } from '../domain/derive-username';
import type { Flow } from '../domain/flow';
import { isInvitation } from '../domain/invitation';
import type { Account, UserRows } from '../repositories/users';
import type { FlowsService } from './flows';
import type { PeopleService } from './people';
import type { RegistrationPolicy } from './registration-policy';

const MAX_NAME_TRIES = 20;

/** What the very mail whose link was opened was to bring about. */
export interface Brought {
  passwordHash: string;
  username: string | null;
  details: PersonDetails;
}

export interface AddressProof {
  flow: Flow;
  origin: RequestOrigin;
  /** The details of a registration, when it was its own verification link that proved the address. */
  brought?: Brought;
}

interface Dependencies {
  users: UserRows;
  flows: Pick<FlowsService, 'retireFor'>;
  people: PeopleService;
  policy: RegistrationPolicy;
  events: () => SecurityEvents;
  /** Ends the sessions of a person; resolves to how many there were. */
  endSessions: (trx: Knex.Transaction, userId: number) => Promise<number>;
  newDocumentId: () => string;
  /** A whole number from 0 up to, without, `end`. */
  below: (end: number) => number;
}

/**
 * What happens when somebody has shown that an address is theirs: a new address gets an account, a
 * pending account becomes active, and whatever was set on it before goes, since anybody may have set
 * it (pre-hijack). A registration creates its account without a password; the hash, the names and
 * the wanted username travel in its flow and come to life by the link of that one mail only. So a
 * sign-in by link or code that comes first drops them, whoever registered.
 */
export function createAddressProofService({
  users,
  flows,
  people,
  policy,
  events,
  endSessions,
  newDocumentId,
  below,
}: Dependencies) {
  /** @returns null when somebody else made the account of this address meanwhile. */
  async function make(
    trx: Knex.Transaction,
    { email, wanted, status }: { email: string; wanted: string | null; status: Account['status'] },
  ): Promise<Account | null> {
    const names = usernamesFor(email, below);
    let username = wanted ?? names.next().value;
    const role = people.keeper().defaultRole;
    for (let tries = 0; tries < MAX_NAME_TRIES; tries += 1) {
      const account = { documentId: newDocumentId(), username, email, status, role };
      const made = await users.insert(trx, account);
      if (made) return made;
      if (await users.findByEmail(trx, email)) return null;
      username = names.next().value;
    }
    throw new Error('No free username was found for a new person');
  }

  async function freeName(trx: Knex.Transaction, email: string): Promise<string> {
    let tries = 0;
    for (const username of usernamesFor(email, below)) {
      if (!(await users.isUsernameTaken(trx, username))) return username;
      tries += 1;
      if (tries === MAX_NAME_TRIES) break;
    }
    throw new Error('No free username was found for a person');
  }

  /** A name that came with a registration nobody proved goes with it. */
  async function nameAfter(
    trx: Knex.Transaction,
    { account, brought, dropped }: { account: Account; brought?: Brought; dropped: string[] },
  ): Promise<string> {
    const wanted = brought?.username;
    if (wanted && wanted.toLowerCase() !== account.username.toLowerCase()) {
      return (await users.isUsernameTaken(trx, wanted)) ? account.username : wanted;
    }
    const isDropped = dropped.includes(account.username.toLowerCase());
    return isDropped ? freeName(trx, account.email) : account.username;
  }

  const record = (
    trx: Knex.Transaction,
    type: SecurityEventType,
    { account, origin }: { account: Account; origin: RequestOrigin },
  ) =>
    events().record(trx, {
      type,
      actor: { kind: 'user', id: account.documentId },
      targetId: account.documentId,
      origin,
    });

  async function proveFirst(
    trx: Knex.Transaction,
    account: Account,
    { flow, origin, brought }: AddressProof,
  ): Promise<void> {
    const { userId } = account;
    const ended = await endSessions(trx, userId);
    const retired = await flows.retireFor(trx, { userId, email: flow.email });
    const dropped = retired.flatMap(({ username }) => username?.toLowerCase() ?? []);
    // What an administrator wrote is no stranger's.
    const isInvited = isInvitation(flow.details) || retired.some((one) => one.isInvitation);
    const isNameDropped =
      !brought && !isInvited && dropped.includes(account.username.toLowerCase());
    if (!isInvited) await people.keeper().forget(trx, { userId });
    await users.activate(trx, {
      userId,
      passwordHash: brought?.passwordHash ?? null,
      username: isInvited
        ? account.username
        : await nameAfter(trx, { account, ...(brought && { brought }), dropped }),
    });
    await people.keeper().welcome(trx, { userId, details: brought?.details ?? {} });
    const hadPassword = account.hasPassword || retired.some((one) => one.hadPassword);
    if (hadPassword || ended > 0 || isNameDropped) {
      await record(trx, 'unproven-access-revoked', { account, origin });
    }
    await record(trx, 'email-verified', { account, origin });
  }

  async function provision(
    trx: Knex.Transaction,
    { flow, origin }: AddressProof,
  ): Promise<Account | null> {
    const wanted = { email: flow.email, wanted: null, status: 'active' as const };
    const account = await make(trx, wanted);
    if (!account) return null;
    await people.keeper().welcome(trx, { userId: account.userId, details: {} });
    await record(trx, 'registered', { account, origin });
    await record(trx, 'email-verified', { account, origin });
    return account;
  }

  return {
    /** Makes the pending account of a registration; null when the address has one already. */
    async makePending(
      trx: Knex.Transaction,
      { email, username }: { email: string; username: string | null },
    ): Promise<Account | null> {
      return make(trx, { email, wanted: username, status: 'pending' });
    },

    /**
     * Call it before using a flow up: who changes an account retires its flows afterwards, and the
     * other way round two could wait for each other.
     */
    async lock(trx: Knex.Transaction, { email }: Flow): Promise<void> {
      await users.lockByEmail(trx, email);
    },

    /**
     * Takes a used-up flow for what it shows. The account is locked until the transaction ends.
     * @returns the account, active now; null when it may not sign in.
     */
    async accept(trx: Knex.Transaction, proof: AddressProof): Promise<Account | null> {
      const { email, userId } = proof.flow;
      let account = await users.lockByEmail(trx, email);
      if (!account) {
        if (userId !== null || !policy.isOpenTo(email)) return null;
        const made = await provision(trx, proof);
        if (made) return made;
        account = await users.lockByEmail(trx, email);
      }
      // The address may have gone from one account to another since the mail was sent.
      if (!account || (userId !== null && userId !== account.userId)) return null;
      if (account.status === 'suspended') return null;
      const { defaultRole } = people.keeper();
      if (!account.isProven) {
        await users.ensureRole(trx, { userId: account.userId, role: defaultRole });
      }
      if (account.status === 'active') {
        if (!account.isProven) await users.noteProof(trx, account.userId);
        return account;
      }
      if (account.isProven) await users.reactivate(trx, account.userId);
      else await proveFirst(trx, account, proof);
      return { ...account, status: 'active' };
    },
  };
}

export type AddressProofService = ReturnType<typeof createAddressProofService>;
