import type { Knex } from 'knex';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents } from '../../contract/security-event';
import type { Throttle } from '../../contract/throttle';
import { keepOnlyIf } from '../../../../lib/sql/keep-only-if';
import { invalidLink } from '../errors/passwords';
import type { Flow } from '../domain/flow';
import type { PasswordAccount, PasswordAccountRepository } from '../repositories/password-accounts';
import type { AccountMails } from './account-mails';
import { claimLink, isSameEmail } from './claim-link';
import type { MailedLinks, SessionEnder, VerificationMails } from './collaborators';
import type { PasswordsService } from './passwords';

/** How long the link works. */
const LIFE_SECONDS = 1800;
const PURPOSE = 'password-reset';

export interface PasswordResetService {
  /** The same for every address. @throws Problem `rate-limited` by the client's address only. */
  request(wish: { email: string; origin: RequestOrigin }): Promise<{ expiresInSeconds: number }>;
  /** @throws Problem `invalid-code`, or `validation-failed` which leaves the link as it was. */
  confirm(proof: { token: string; password: string; origin: RequestOrigin }): Promise<void>;
}

interface Dependencies {
  db: Knex;
  accounts: PasswordAccountRepository;
  passwords: PasswordsService;
  links: MailedLinks;
  mails: AccountMails;
  sessions: SessionEnder;
  verificationMails: VerificationMails;
  throttle: Throttle;
  securityEvents: SecurityEvents;
  identifierKey: (identifier: string) => string;
}

/** The way to a new password, or a first one, for whoever reads the mails of the account. */
export function createPasswordResetService({
  db,
  accounts,
  passwords,
  links,
  mails,
  sessions,
  verificationMails,
  throttle,
  securityEvents,
  identifierKey,
}: Dependencies): PasswordResetService {
  /** Suspended since, or of another address: then the link proves nothing about this account. */
  const isStillOf = (account: PasswordAccount | null, { email }: Flow) =>
    account?.status === 'active' && isSameEmail(account.email, email);

  return {
    async request({ email, origin }) {
      await throttle.consume('password-reset-client', throttle.clientKey(origin.address));
      const isWithinLimit = await throttle.allows('password-reset-email', identifierKey(email));
      // Both for everybody, of which one writes a mail at most: the time tells nobody which of them.
      await verificationMails.resend({ email, origin });
      const account = await accounts.findByEmail(db, email);
      await db.transaction(async (trx) => {
        await securityEvents.record(trx, {
          type: 'password-reset-requested',
          actor: { kind: 'anonymous', id: null },
          targetId: account?.documentId ?? null,
          origin,
        });
        // An address without an account costs the same writes, which then are taken back.
        await keepOnlyIf(trx, account?.status === 'active' && isWithinLimit, async (savepoint) => {
          const { linkToken } = await links.open(savepoint, {
            purpose: PURPOSE,
            email,
            userId: account?.userId ?? null,
            origin,
            withCode: false,
            lifeSeconds: LIFE_SECONDS,
          });
          const mail = { to: email, token: linkToken, lifeSeconds: LIFE_SECONDS, origin };
          await mails.sendPasswordReset(savepoint, mail);
        });
      });
      return { expiresInSeconds: LIFE_SECONDS };
    },

    async confirm({ token, password, origin }) {
      // Looked at before anything is used up or computed: a bad password must not cost the link.
      const found = await links.peek(db, { purpose: PURPOSE, token });
      const account = found?.userId ? await accounts.findById(db, found.userId) : null;
      if (!found || !account || !isStillOf(account, found)) throw invalidLink();
      passwords.assertAcceptable(password, account);
      const hash = await passwords.hash(password);

      await db.transaction(async (trx) => {
        const { flow, account: current } = await claimLink({ links, accounts }, trx, {
          purpose: PURPOSE,
          token,
        });
        if (!isStillOf(current, flow)) throw invalidLink();
        await accounts.setPassword(trx, current.userId, hash);
        // Whoever had a session could have asked for another address; its link must not outlive it.
        await links.retireFor(trx, { userId: current.userId, purposes: [PURPOSE, 'email-change'] });
        await securityEvents.record(trx, {
          type: 'password-changed',
          actor: { kind: 'user', id: current.documentId },
          targetId: current.documentId,
          origin,
          details: { by: 'reset', first: current.passwordHash === null },
        });
        await mails.sendPasswordChanged(trx, { to: current.email, origin });
      });
      sessions.forgetCached(account.userId);
    },
  };
}
