import type { Knex } from 'knex';
import { keepOnlyIf } from '../../../../lib/sql/keep-only-if';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents, SecurityEventType } from '../../contract/security-event';
import type { Flow } from '../domain/flow';
import { isBrowserSecret } from '../domain/one-time-secret';
import type { SessionMethod, StartedSession } from '../domain/session';
import { confirmationRequired, invalidCode } from '../errors/sign-in';
import type { LiveFlow } from '../repositories/flows';
import type { Account, UserRows } from '../repositories/users';
import type { AddressProofService } from './address-proof';
import type { FlowsService } from './flows';
import type { MailLimits } from './mail-limits';
import type { RegistrationPolicy } from './registration-policy';
import type { SignInMails } from './sign-in-mails';

const PURPOSE = 'sign-in';

export interface LinkRequest {
  email: string;
  redirectTo?: string | undefined;
  origin: RequestOrigin;
  /** What the flow cookie of the asking browser holds. */
  browserSecret: string | undefined;
}

export interface SignedIn {
  started: StartedSession;
  redirectTo: string | null;
}

interface Dependencies {
  db: () => Knex;
  users: UserRows;
  flows: FlowsService;
  proof: AddressProofService;
  policy: RegistrationPolicy;
  limits: MailLimits;
  mails: SignInMails;
  events: () => SecurityEvents;
  startSession: (
    trx: Knex.Transaction,
    start: { userId: number; method: SessionMethod; origin: RequestOrigin },
  ) => Promise<StartedSession>;
  lifeSeconds: number;
  /** An address gets no second mail within this time. */
  restSeconds: number;
  newId: () => string;
  newBrowserSecret: () => string;
}

/** Sign-in by a mail with a link and a code. Any address is answered alike, and costs the same. */
export function createSignInService({
  db,
  users,
  flows,
  proof,
  policy,
  limits,
  mails,
  events,
  startSession,
  lifeSeconds,
  restSeconds,
  newId,
  newBrowserSecret,
}: Dependencies) {
  const isEligible = (email: string, account: Account | null): boolean =>
    account ? account.status !== 'suspended' : policy.isOpenTo(email);

  /** @returns null when the address rests: what it was sent before goes on working. */
  async function mailTo(
    {
      email,
      redirectTo = null,
      origin,
    }: { redirectTo?: string | null } & Omit<LinkRequest, 'redirectTo'>,
    browserSecret: string,
  ): Promise<string | null> {
    return db().transaction(async (trx) => {
      const account = await users.findByEmail(trx, email);
      const request = {
        purpose: PURPOSE,
        email,
        userId: account?.userId ?? null,
        redirectTo,
        origin,
        withCode: true,
        lifeSeconds,
        browserSecret,
      } as const;
      const flow = await flows.openUnlessResting(trx, request, restSeconds);
      if (!flow) return null;
      await keepOnlyIf(trx, isEligible(email, account), (savepoint) =>
        mails.sendSignIn(savepoint, { to: email, flow, redirectTo }),
      );
      return flow.flowId;
    });
  }

  const findLive = (email: string) => flows.findLive(db(), { purpose: PURPOSE, email });

  /** The id of a live flow, for the browser or the client address that asked for it. */
  const idFor = (
    live: LiveFlow | null,
    { browserSecret, origin }: Pick<LinkRequest, 'browserSecret' | 'origin'>,
  ): string | null => {
    if (!live) return null;
    const isTheirs = live.address === origin.address || flows.isAskedBy(live.flow, browserSecret);
    return isTheirs ? live.flow.id : null;
  };

  const record = (
    trx: Knex.Transaction,
    type: SecurityEventType,
    { account, origin, method }: { account: Account | null; origin: RequestOrigin; method: string },
  ) =>
    events().record(trx, {
      type,
      actor: account ? { kind: 'user', id: account.documentId } : { kind: 'anonymous', id: null },
      targetId: account?.documentId ?? null,
      origin,
      details: { method },
    });

  async function admit(
    trx: Knex.Transaction,
    { flow, origin, method }: { flow: Flow; origin: RequestOrigin; method: 'link' | 'code' },
  ): Promise<SignedIn | null> {
    const account = await proof.accept(trx, { flow, origin });
    if (!account) return null;
    const started = await startSession(trx, { userId: account.userId, method, origin });
    await record(trx, 'sign-in-succeeded', { account, origin, method });
    return { started, redirectTo: flow.redirectTo };
  }

  return {
    async requestLink(request: LinkRequest): Promise<{ flowId: string; browserSecret: string }> {
      const { email, origin } = request;
      await limits.countClient('magic-link', origin.address);
      // A browser keeps its secret, so that whatever it asked for before is still its own.
      const browserSecret = isBrowserSecret(request.browserSecret)
        ? request.browserSecret
        : newBrowserSecret();
      const live = await findLive(email);
      const isResting = live !== null && flows.isResting(live, restSeconds);
      const mayMail = !isResting && (await limits.allowsMailTo('magic-link', email));
      const opened = mayMail ? await mailTo(request, browserSecret) : null;
      // Without a mail, the last one goes on working for whoever asked for it; nobody else is told
      // its flow, whose code they could use up.
      const flowId =
        opened ?? idFor(await findLive(email), { ...request, browserSecret }) ?? newId();
      return { flowId, browserSecret };
    },

    /**
     * Signs in whoever sends the token of a link from the browser that asked, or confirms.
     * @throws Problem `invalid-code`, or `confirmation-required` which uses nothing up.
     */
    async verifyLink({
      token,
      confirm,
      browserSecret,
      origin,
    }: {
      token: string;
      confirm: boolean;
      browserSecret: string | undefined;
      origin: RequestOrigin;
    }): Promise<SignedIn> {
      const signedIn = await db().transaction(async (trx) => {
        const found = await flows.peek(trx, { purpose: PURPOSE, token });
        if (!found) return null;
        if (!confirm && !flows.isAskedBy(found, browserSecret)) {
          throw confirmationRequired({
            requestedAt: found.createdAt.toISOString(),
            requestedFrom: found.device,
          });
        }
        await proof.lock(trx, found);
        const flow = await flows.consumeByToken(trx, { purpose: PURPOSE, token });
        return flow && admit(trx, { flow, origin, method: 'link' });
      });
      if (!signedIn) throw invalidCode();
      return signedIn;
    },

    /**
     * Signs in whoever sends the code of the mail that they asked for. A wrong one is counted, and
     * stays counted: the transaction commits, then the answer is thrown.
     * @throws Problem `invalid-code`.
     */
    async verifyCode({
      flowId,
      code,
      origin,
    }: {
      flowId: string;
      code: string;
      origin: RequestOrigin;
    }): Promise<SignedIn> {
      const signedIn = await db().transaction(async (trx) => {
        const found = await flows.findById(trx, { purpose: PURPOSE, id: flowId });
        if (!found) return null;
        await proof.lock(trx, found);
        const answer = await flows.consumeByCode(trx, { purpose: PURPOSE, flowId, code });
        if (answer.outcome === 'right') {
          return admit(trx, { flow: answer.flow, origin, method: 'code' });
        }
        if (answer.outcome === 'wrong') {
          const account = await users.findByEmail(trx, found.email);
          await events().record(trx, {
            type: 'sign-in-failed',
            actor: { kind: 'anonymous', id: null },
            targetId: account?.documentId ?? null,
            origin,
            details: { method: 'code' },
          });
        }
        return null;
      });
      if (!signedIn) throw invalidCode();
      return signedIn;
    },
  };
}

export type SignInService = ReturnType<typeof createSignInService>;
