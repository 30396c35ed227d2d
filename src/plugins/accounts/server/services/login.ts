import type { Knex } from 'knex';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents, SecurityEventType } from '../../contract/security-event';
import type { Throttle } from '../../contract/throttle';
import { Problem } from '../../../../lib/problem';
import { isEmailIdentifier, normaliseIdentifier } from '../domain/identifier';
import type { StartedSession } from '../domain/session';
import { invalidCredentials } from '../errors/passwords';
import type { PasswordAccount, PasswordAccountRepository } from '../repositories/password-accounts';
import type { PendingPasswordRepository } from '../repositories/pending-passwords';
import type { SessionStarter, VerificationMails } from './collaborators';
import type { PasswordsService } from './passwords';

/** Why a sign-in failed; for the security events only, the answer is always the same. */
type Failure = 'unknown' | 'wrong-password' | 'pending' | 'suspended' | 'changed-meanwhile';

interface Attempt {
  identifier: string;
  password: string;
  origin: RequestOrigin;
}

export interface LoginService {
  /** @throws Problem `invalid-credentials`, `rate-limited` or `overloaded`. */
  signIn(attempt: Attempt): Promise<StartedSession>;
}

interface Dependencies {
  db: Knex;
  accounts: PasswordAccountRepository;
  pendingPasswords: PendingPasswordRepository;
  passwords: PasswordsService;
  sessions: SessionStarter;
  verificationMails: VerificationMails;
  throttle: Throttle;
  securityEvents: SecurityEvents;
  /** What failures are counted by, which tells nobody the name it was made of. */
  identifierKey: (identifier: string) => string;
}

/** Sign-in by password. Whoever is asked for, known or not: the same steps, the same answer. */
export function createLoginService({
  db,
  accounts,
  pendingPasswords,
  passwords,
  sessions,
  verificationMails,
  throttle,
  securityEvents,
  identifierKey,
}: Dependencies): LoginService {
  const note = (
    on: Knex,
    type: SecurityEventType,
    {
      account,
      origin,
      reason,
    }: { account: PasswordAccount | null; origin: RequestOrigin; reason?: Failure },
  ) =>
    securityEvents.record(on, {
      type,
      actor: { kind: 'anonymous', id: null },
      targetId: account?.documentId ?? null,
      origin,
      details: { method: 'password', ...(reason && { reason }) },
    });

  /** One guess after the other, each counted before it is compared. */
  async function takeTurn(
    key: string,
    about: { account: PasswordAccount | null; origin: RequestOrigin },
  ) {
    try {
      await throttle.assertNotDelayed('login-failed-identifier', key);
      await throttle.penalise('login-failed-identifier', key);
    } catch (error) {
      if (error instanceof Problem && error.type === 'rate-limited') {
        await note(db, 'sign-in-delayed', about);
      }
      throw error;
    }
  }

  function failureOf(account: PasswordAccount | null, matches: boolean): Failure | null {
    if (matches && account?.status === 'active') return null;
    if (matches) return account?.status === 'suspended' ? 'suspended' : 'pending';
    return account ? 'wrong-password' : 'unknown';
  }

  /** The password was checked outside of the transaction, so what it was checked against may be gone. */
  const admit = (account: PasswordAccount, upgradedHash: string | null, origin: RequestOrigin) =>
    db.transaction(async (trx) => {
      const now = await accounts.lock(trx, account.userId);
      if (now?.status !== 'active' || now.passwordHash !== account.passwordHash) return null;
      if (upgradedHash) await accounts.upgradePassword(trx, account.userId, upgradedHash);
      const started = await sessions.start(trx, {
        userId: account.userId,
        method: 'password',
        origin,
      });
      await note(trx, 'sign-in-succeeded', { account, origin });
      return { started };
    });

  return {
    async signIn({ identifier: typed, password, origin }) {
      const identifier = normaliseIdentifier(typed);
      const [client, key] = [throttle.clientKey(origin.address), identifierKey(identifier)];
      await throttle.consume('login-failed-client', client);
      const account = isEmailIdentifier(identifier)
        ? await accounts.findByEmail(db, identifier)
        : await accounts.findByUsername(db, identifier);
      await takeTurn(key, { account, origin });

      const email = account?.email ?? identifier;
      const pendingHash = await pendingPasswords.find(db, email);
      const isProven = account !== null && account.status !== 'pending';
      const storedHash = isProven ? account.passwordHash : (pendingHash ?? account?.passwordHash);
      const { matches, needsUpgrade } = await passwords.verify(password, storedHash ?? null);

      let failure = failureOf(account, matches);
      if (account && !failure) {
        const upgradedHash = needsUpgrade ? await passwords.hash(password) : null;
        const admitted = await admit(account, upgradedHash, origin);
        if (admitted) {
          await throttle.reset('login-failed-identifier', key);
          await throttle.giveBack('login-failed-client', client);
          return admitted.started;
        }
        failure = 'changed-meanwhile';
      }
      if (failure === 'pending') verificationMails.resendLater({ email, origin });
      await note(db, 'sign-in-failed', { account, origin, reason: failure ?? 'unknown' });
      throw invalidCredentials();
    },
  };
}
