import type { Knex } from 'knex';
import type { UserPrincipal } from '../../contract/principal';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents } from '../../contract/security-event';
import type { Throttle } from '../../contract/throttle';
import type { StartedSession } from '../domain/session';
import { normalisePassword } from '../domain/password-policy';
import {
  accountChangedMeanwhile,
  currentPasswordMissing,
  currentPasswordWrong,
  passwordUnchanged,
} from '../errors/passwords';
import type { PasswordAccount, PasswordAccountRepository } from '../repositories/password-accounts';
import type { AccountMails } from './account-mails';
import type { MailedLinks, SessionEnder, SessionStarter } from './collaborators';
import type { PasswordsService } from './passwords';

interface Wish {
  /** Somebody who signed in within the last minutes. */
  principal: UserPrincipal;
  /** Not needed where the account has no password yet. */
  currentPassword?: string | undefined;
  newPassword: string;
  origin: RequestOrigin;
}

export interface PasswordChangeService {
  /**
   * Ends all sessions and starts a fresh one.
   * @throws Problem `validation-failed` or `rate-limited`.
   */
  change(wish: Wish): Promise<StartedSession>;
}

interface Dependencies {
  db: Knex;
  accounts: PasswordAccountRepository;
  passwords: PasswordsService;
  links: MailedLinks;
  mails: AccountMails;
  sessions: SessionStarter & SessionEnder;
  throttle: Throttle;
  securityEvents: SecurityEvents;
  identifierKey: (identifier: string) => string;
}

/** A new password for somebody who is signed in. */
export function createPasswordChangeService({
  db,
  accounts,
  passwords,
  links,
  mails,
  sessions,
  throttle,
  securityEvents,
  identifierKey,
}: Dependencies): PasswordChangeService {
  /** Guesses are counted with those of sign-in: a stolen session buys no further ones. */
  async function proveCurrent({ email, passwordHash }: PasswordAccount, given: string | undefined) {
    if (passwordHash === null) return;
    if (given === undefined) throw currentPasswordMissing();
    const key = identifierKey(email);
    await throttle.assertNotDelayed('login-failed-identifier', key);
    await throttle.penalise('login-failed-identifier', key);
    if (!(await passwords.verify(given, passwordHash)).matches) throw currentPasswordWrong();
    await throttle.reset('login-failed-identifier', key);
  }

  return {
    async change({ principal: { userId }, currentPassword, newPassword, origin }) {
      const account = await accounts.findById(db, userId);
      if (!account) throw accountChangedMeanwhile();
      passwords.assertAcceptable(newPassword, account, '/newPassword');
      await proveCurrent(account, currentPassword);
      if (normalisePassword(newPassword) === normalisePassword(currentPassword ?? '')) {
        throw passwordUnchanged();
      }
      const hash = await passwords.hash(newPassword);

      const started = await db.transaction(async (trx) => {
        const current = await accounts.lock(trx, userId);
        if (current?.passwordHash !== account.passwordHash) throw accountChangedMeanwhile();
        await accounts.setPassword(trx, userId, hash);
        await links.retireFor(trx, { userId, purposes: ['password-reset', 'email-change'] });
        await securityEvents.record(trx, {
          type: 'password-changed',
          actor: { kind: 'user', id: account.documentId },
          targetId: account.documentId,
          origin,
          details: { by: 'owner', first: account.passwordHash === null },
        });
        await mails.sendPasswordChanged(trx, { to: account.email, origin });
        return sessions.start(trx, { userId, method: 'password-change', origin });
      });
      sessions.forgetCached(userId);
      return started;
    },
  };
}
