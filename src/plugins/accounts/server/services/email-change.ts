import type { Knex } from 'knex';
import type { UserPrincipal } from '../../contract/principal';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents, SecurityEventType } from '../../contract/security-event';
import type { Throttle } from '../../contract/throttle';
import { keepOnlyIf } from '../../../../lib/sql/keep-only-if';
import {
  emailChangeDetails,
  emailChangeUndoDetails,
  passwordMark,
} from '../domain/email-change-details';
import {
  accountChangedMeanwhile,
  emailChangeImpossible,
  emailUnchanged,
  invalidLink,
} from '../errors/passwords';
import type { FlowPurpose } from '../domain/flow';
import type { PasswordAccount, PasswordAccountRepository } from '../repositories/password-accounts';
import type { AccountMails } from './account-mails';
import { claimLink, isSameEmail } from './claim-link';
import type { MailedLinks, SessionEnder } from './collaborators';

const CONFIRM_LIFE_SECONDS = 3600;
const OF_THE_OLD_ADDRESS = ['sign-in', 'verify-email', 'password-reset', 'email-change'] as const;
const UNDO_LIFE_SECONDS = 72 * 3600;

interface Proof {
  token: string;
  origin: RequestOrigin;
}

export interface EmailChangeService {
  /** The same for an address that is free and one that is not. @throws Problem `rate-limited`. */
  request(wish: {
    principal: UserPrincipal;
    email: string;
    origin: RequestOrigin;
  }): Promise<{ expiresInSeconds: number }>;
  /** @throws Problem `invalid-code`, or `conflict` when somebody else has the address by now. */
  confirm(proof: Proof): Promise<void>;
  /** Before and after the confirmation. @throws as `confirm` does. */
  undo(proof: Proof): Promise<void>;
}

interface Dependencies {
  db: Knex;
  accounts: PasswordAccountRepository;
  links: MailedLinks;
  mails: AccountMails;
  sessions: SessionEnder;
  throttle: Throttle;
  securityEvents: SecurityEvents;
}

/**
 * A new address for an account. The old one is told at once and can take it back for three days;
 * the new one has to be proven before anything changes. Both links belong to the old address, so
 * that an account has one change under way and people who want the same new address do not end
 * each other's.
 */
export function createEmailChangeService({
  db,
  accounts,
  links,
  mails,
  sessions,
  throttle,
  securityEvents,
}: Dependencies): EmailChangeService {
  const note = (
    trx: Knex.Transaction,
    type: SecurityEventType,
    {
      documentId,
      origin,
      ...rest
    }: { documentId: string; origin: RequestOrigin; details?: Record<string, boolean> },
  ) =>
    securityEvents.record(trx, {
      type,
      actor: { kind: 'user', id: documentId },
      targetId: documentId,
      origin,
      ...rest,
    });

  const claim = (trx: Knex.Transaction, link: { purpose: FlowPurpose; token: string }) =>
    claimLink({ links, accounts }, trx, link);

  async function moveTo(trx: Knex.Transaction, { userId }: PasswordAccount, email: string) {
    // The refusal of the database ends the transaction, and with it all that was written.
    if (!(await accounts.setProvenEmail(trx, userId, email))) throw emailChangeImpossible();
  }

  return {
    async request({ principal: { userId }, email, origin }) {
      await throttle.consume('email-change-account', String(userId));
      await db.transaction(async (trx) => {
        const account = await accounts.lock(trx, userId);
        if (account?.status !== 'active') throw accountChangedMeanwhile();
        if (isSameEmail(account.email, email)) throw emailUnchanged();
        const owner = await accounts.findByEmail(trx, email);
        const both = { email: account.email, userId, origin, withCode: false };

        const undo = await links.open(trx, {
          ...both,
          purpose: 'email-change-undo',
          details: { passwordMark: passwordMark(account.passwordHash) },
          lifeSeconds: UNDO_LIFE_SECONDS,
        });
        const notice = { token: undo.linkToken, lifeSeconds: UNDO_LIFE_SECONDS, newEmail: email };
        await mails.sendEmailChangeNotice(trx, { ...notice, to: account.email, origin });
        await note(trx, 'email-change-requested', { documentId: account.documentId, origin });

        // Who has the address already is not written to, and nobody learns that from the time it took.
        await links.retireFor(trx, { userId, purposes: ['email-change'] });
        await keepOnlyIf(trx, owner === null, async (savepoint) => {
          const { linkToken } = await links.open(savepoint, {
            ...both,
            purpose: 'email-change',
            details: { newEmail: email },
            lifeSeconds: CONFIRM_LIFE_SECONDS,
          });
          const mail = { token: linkToken, lifeSeconds: CONFIRM_LIFE_SECONDS, to: email, origin };
          await mails.sendEmailChangeConfirmation(savepoint, mail);
        });
      });
      return { expiresInSeconds: CONFIRM_LIFE_SECONDS };
    },

    async confirm({ token, origin }) {
      const userId = await db.transaction(async (trx) => {
        const { flow, account } = await claim(trx, { purpose: 'email-change', token });
        const isStillIts = account.status === 'active' && isSameEmail(account.email, flow.email);
        if (!isStillIts) throw invalidLink();
        await moveTo(trx, account, emailChangeDetails.parse(flow.details).newEmail);
        await links.retireFor(trx, { userId: account.userId, purposes: OF_THE_OLD_ADDRESS });
        await note(trx, 'email-changed', { documentId: account.documentId, origin });
        return account.userId;
      });
      sessions.forgetCached(userId);
    },

    async undo({ token, origin }) {
      const userId = await db.transaction(async (trx) => {
        const { flow, account } = await claim(trx, { purpose: 'email-change-undo', token });
        const details = emailChangeUndoDetails.parse(flow.details);
        const wasConfirmed = !isSameEmail(account.email, flow.email);
        if (wasConfirmed) await moveTo(trx, account, flow.email);
        // A password that was set under the other address may be of whoever reads its mails.
        const isForeignPassword =
          wasConfirmed && details.passwordMark !== passwordMark(account.passwordHash);
        if (isForeignPassword) await accounts.setPassword(trx, account.userId, null);
        await sessions.endAll(trx, { userId: account.userId, reason: 'email-changed' });
        await links.retireFor(trx, { userId: account.userId });
        const taken = { wasConfirmed, passwordRemoved: isForeignPassword };
        await note(trx, 'email-change-undone', {
          documentId: account.documentId,
          origin,
          details: taken,
        });
        return account.userId;
      });
      sessions.forgetCached(userId);
    },
  };
}
