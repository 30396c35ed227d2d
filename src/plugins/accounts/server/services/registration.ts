import type { Knex } from 'knex';
import { keepOnlyIf } from '../../../../lib/sql/keep-only-if';
import type { PersonDetails } from '../../contract/people';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityActor, SecurityEvents } from '../../contract/security-event';
import type { Flow } from '../domain/flow';
import { INVITED, isInvitation } from '../domain/invitation';
import { registrationDetails, type RegistrationDetails } from '../domain/registration-details';
import { invalidCode, usernameTaken } from '../errors/sign-in';
import type { Account, UserRows } from '../repositories/users';
import type { AddressProofService } from './address-proof';
import type { FlowsService, OpenedFlow } from './flows';
import type { MailingCall, MailLimits } from './mail-limits';
import type { PasswordsService } from './passwords';
import type { RegistrationPolicy } from './registration-policy';
import type { SignInMails } from './sign-in-mails';

const PURPOSE = 'verify-email';
const LIFE_SECONDS = 24 * 3600;

export interface RegistrationRequest {
  email: string;
  password: string;
  username?: string | undefined;
  details: PersonDetails;
  origin: RequestOrigin;
  browserSecret: string;
}

interface MailRequest {
  email: string;
  origin: RequestOrigin;
  /** What the flow cookie of the asking browser holds. */
  browserSecret?: string | undefined;
}

/**
 * Two browsers registered this address before it was proven. The mailed link proves who has the
 * address, not which of the two passwords is theirs; so none comes to life.
 */
const CONTESTED = { contested: true };

/** Anybody may ask for their mail again; for staff who do it for somebody the event says so. */
const ANYBODY: SecurityActor = { kind: 'anonymous', id: null };

interface Dependencies {
  db: () => Knex;
  users: UserRows;
  flows: FlowsService;
  proof: AddressProofService;
  policy: RegistrationPolicy;
  passwords: () => PasswordsService;
  limits: MailLimits;
  mails: SignInMails;
  events: () => SecurityEvents;
  /** An address gets no second mail within this time. */
  restSeconds: number;
}

/** An account whose address nobody has proven yet, at any time. */
const isUnproven = (account: Account | null): account is Account =>
  account?.status === 'pending' && !account.isProven;

/**
 * Registration with a password. The account that it makes is pending and has no password; see the
 * service `addressProof` for what becomes of it. Known and unknown addresses take the same steps.
 */
export function createRegistrationService({
  db,
  users,
  flows,
  proof,
  policy,
  passwords,
  limits,
  mails,
  events,
  restSeconds,
}: Dependencies) {
  async function mayMail(call: MailingCall, email: string): Promise<boolean> {
    const live = await flows.findLive(db(), { purpose: PURPOSE, email });
    if (live !== null && flows.isResting(live, restSeconds)) return false;
    return limits.allowsMailTo(call, email);
  }

  const open = (
    trx: Knex.Transaction,
    { email, origin, browserSecret }: MailRequest,
    { account, details }: { account: Account | null; details: object },
  ): Promise<OpenedFlow> =>
    flows.open(trx, {
      purpose: PURPOSE,
      email,
      userId: account?.userId ?? null,
      // Only a pending account takes details; nobody else's request may wait for a later one.
      details: isUnproven(account) ? { ...details } : {},
      origin,
      withCode: false,
      lifeSeconds: LIFE_SECONDS,
      browserSecret,
    });

  const findPending = (trx: Knex, email: string) =>
    flows.findPending(trx, { purpose: PURPOSE, email });

  const isContested = (pending: Flow | null, browserSecret: string | undefined): boolean =>
    pending !== null &&
    Object.keys(pending.details).length > 0 &&
    ('contested' in pending.details || !flows.isAskedBy(pending, browserSecret));

  /** Makes or finds the account, and writes the mail that it should get. */
  async function enrol(
    trx: Knex.Transaction,
    { email, origin, browserSecret, ...given }: MailRequest & RegistrationDetails,
  ): Promise<void> {
    const made = await proof.makePending(trx, { email, username: given.username });
    const account = await users.lockByEmail(trx, email);
    const pending = await findPending(trx, email);
    const details = isContested(pending, browserSecret)
      ? { ...CONTESTED, ...(isInvitation(pending?.details ?? {}) && INVITED) }
      : given;
    const flow = await open(trx, { email, origin, browserSecret }, { account, details });
    await keepOnlyIf(trx, made !== null, (savepoint) =>
      events().record(savepoint, {
        type: 'registered',
        actor: ANYBODY,
        targetId: account?.documentId ?? null,
        origin,
      }),
    );
    await keepOnlyIf(trx, account !== null && account.status !== 'suspended', (savepoint) =>
      account?.status === 'pending'
        ? mails.sendVerification(savepoint, { to: email, flow })
        : mails.sendAlreadyRegistered(savepoint, { to: email, flow }),
    );
  }

  /** @returns whether there was anything to verify; the work is the same. */
  async function sendVerification(
    trx: Knex.Transaction,
    { email, origin, browserSecret, actor = ANYBODY }: MailRequest & { actor?: SecurityActor },
  ): Promise<boolean> {
    const account = await users.lockByEmail(trx, email);
    const details = (await findPending(trx, email))?.details ?? {};
    const flow = await open(trx, { email, origin, browserSecret }, { account, details });
    const isPending = account?.status === 'pending';
    await keepOnlyIf(trx, isPending, async (savepoint) => {
      await mails.sendVerification(savepoint, { to: email, flow });
      await events().record(savepoint, {
        type: 'verification-resent',
        actor,
        targetId: account?.documentId ?? null,
        origin,
      });
    });
    return isPending;
  }

  return {
    /**
     * Resolves alike for an address that has an account, one that may not have one, and a new one.
     * @throws Problem `validation-failed` for the password and for a username that is taken, whoever
     * has it; `rate-limited`.
     */
    async register({ email, password, username, details, ...asked }: RegistrationRequest) {
      await limits.countClient('register', asked.origin.address);
      passwords().assertAcceptable(password, { email, username });
      if (username !== undefined && (await users.isUsernameTaken(db(), username))) {
        throw usernameTaken();
      }
      const passwordHash = await passwords().hash(password);
      if (!policy.isOpenTo(email) || !(await mayMail('register', email))) return;
      await db().transaction((trx) =>
        enrol(trx, { email, ...asked, passwordHash, username: username ?? null, details }),
      );
    },

    /**
     * Makes the account active, with what its registration brought. It starts no session: who opens
     * the link of a mail in any browser proves the address, and signs in with the password.
     * @throws Problem `invalid-code`.
     */
    async verifyEmail({ token, origin }: { token: string; origin: RequestOrigin }): Promise<void> {
      const account = await db().transaction(async (trx) => {
        const found = await flows.peek(trx, { purpose: PURPOSE, token });
        if (!found) return null;
        await proof.lock(trx, found);
        const flow = await flows.consumeByToken(trx, { purpose: PURPOSE, token });
        if (!flow) return null;
        const brought = registrationDetails.safeParse(flow.details);
        return proof.accept(trx, {
          flow,
          origin,
          ...(brought.success && { brought: brought.data }),
        });
      });
      if (!account) throw invalidCode();
    },

    /**
     * Sends the verification again, with all that the registration brought. Resolves alike for any
     * address. Not within a transaction.
     * @throws Problem `rate-limited` by the client's address only.
     */
    async resend({ email, origin, browserSecret }: MailRequest): Promise<void> {
      await limits.countClient('verify-resend', origin.address);
      if (!(await mayMail('verify-resend', email))) return;
      await db().transaction((trx) => sendVerification(trx, { email, origin, browserSecret }));
    },

    /** For staff, who are not limited: the same within their transaction. */
    sendVerification,
  };
}

export type RegistrationService = ReturnType<typeof createRegistrationService>;
