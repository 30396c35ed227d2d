import type { Core } from '@strapi/strapi';
import type { Outbox } from '../../../jobs/contract/outbox';
import { createKeyring, keyedHash } from '../../../../lib/keyring';
import { createWorkLine } from '../../../../lib/work-line';
import type { SecurityEvents } from '../../contract/security-event';
import type { Throttle } from '../../contract/throttle';
import type { AccountsConfig } from '../config';
import { passwordAccountRepository } from '../repositories/password-accounts';
import { pendingPasswordRepository } from '../repositories/pending-passwords';
import { createAccountMails, type AccountMails } from './account-mails';
import type { VerificationMails } from './collaborators';
import { createEmailChangeService, type EmailChangeService } from './email-change';
import type { FlowsService } from './flows';
import { createLoginService, type LoginService } from './login';
import { createPasswordChangeService, type PasswordChangeService } from './password-change';
import { checkHash, makeHash } from './password-hashing';
import { createPasswordResetService, type PasswordResetService } from './password-reset';
import { createPasswordsService, type PasswordsService } from './passwords';
import type { RegistrationService } from './registration';
import type { SessionsService } from './sessions';

interface Wiring {
  strapi: Core.Strapi;
}

/** Each check takes 19 MiB and a processor for some 30 ms; behind 50 others it is as good as down. */
const HASHES_AT_ONCE = 2;
const MAX_WAITING = 50;

const configOf = (strapi: Core.Strapi) => strapi.config.get<AccountsConfig>('plugin::accounts');
const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

/** Counts of an address or a name are kept without it; the same key as the other mails' limits have. */
function identifierKeyOf(strapi: Core.Strapi): (identifier: string) => string {
  const { current } = createKeyring(configOf(strapi).secrets, 'mail-limits');
  return (identifier) => keyedHash(current, identifier).toString('base64url');
}

/** Limited by the address alone, and silently: an answer that said so would tell of the account. */
function verificationMailsOf(strapi: Core.Strapi): VerificationMails {
  const resend: VerificationMails['resend'] = async ({ email, origin }) => {
    const key = identifierKeyOf(strapi)(email);
    const throttle = serviceOf<Throttle>(strapi, 'throttle');
    if (!(await throttle.allows('verify-resend-email', key))) return;
    const registration = serviceOf<RegistrationService>(strapi, 'registration');
    await strapi.db.connection.transaction((trx) =>
      registration.sendVerification(trx, { email, origin }),
    );
  };
  return {
    resend,
    resendLater: (request) => {
      resend(request).catch((error: Error) =>
        strapi.log.error(`A verification was not sent again: ${error.message}`),
      );
    },
  };
}

const common = (strapi: Core.Strapi) => ({
  db: strapi.db.connection,
  accounts: passwordAccountRepository,
  passwords: serviceOf<PasswordsService>(strapi, 'passwords'),
  links: serviceOf<FlowsService>(strapi, 'flows'),
  mails: serviceOf<AccountMails>(strapi, 'accountMails'),
  sessions: serviceOf<SessionsService>(strapi, 'sessions'),
  verificationMails: verificationMailsOf(strapi),
  throttle: serviceOf<Throttle>(strapi, 'throttle'),
  securityEvents: serviceOf<SecurityEvents>(strapi, 'securityEvents'),
  identifierKey: identifierKeyOf(strapi),
});

export const passwordServices = {
  passwords: (): PasswordsService =>
    createPasswordsService({
      line: createWorkLine({ atOnce: HASHES_AT_ONCE, maxWaiting: MAX_WAITING }),
      makeHash,
      checkHash,
    }),

  accountMails: ({ strapi }: Wiring): AccountMails =>
    createAccountMails({
      outbox: strapi.plugin('jobs').service<Outbox>('outbox'),
      frontendBaseUrl: configOf(strapi).frontendBaseUrl,
      now: () => new Date(),
    }),

  login: ({ strapi }: Wiring): LoginService =>
    createLoginService({ ...common(strapi), pendingPasswords: pendingPasswordRepository }),

  passwordReset: ({ strapi }: Wiring): PasswordResetService =>
    createPasswordResetService(common(strapi)),

  passwordChange: ({ strapi }: Wiring): PasswordChangeService =>
    createPasswordChangeService(common(strapi)),

  emailChange: ({ strapi }: Wiring): EmailChangeService => createEmailChangeService(common(strapi)),
};
