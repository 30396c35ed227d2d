import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { createDocumentId } from '../../../../lib/document-id';
import { createKeyring, keyedHash } from '../../../../lib/keyring';
import type { Outbox } from '../../../jobs/contract/outbox';
import type { SecurityEvents } from '../../contract/security-event';
import { RESEND_AFTER_SECONDS } from '../../contract/sign-in';
import type { AccountsConfig } from '../config';
import { makeBrowserSecret } from '../domain/one-time-secret';
import { flowRows } from '../repositories/flows';
import { userRows } from '../repositories/users';
import { createAddressProofService, type AddressProofService } from './address-proof';
import { createFlowsService, type FlowsService } from './flows';
import { createMailLimits } from './mail-limits';
import { createOwnAccountService, type OwnAccountService } from './own-account';
import type { PasswordsService } from './passwords';
import { createPeopleService, type PeopleService } from './people';
import { createRegistrationService, type RegistrationService } from './registration';
import { createRegistrationPolicy } from './registration-policy';
import { secretSource } from './secret-source';
import type { SessionsService } from './sessions';
import { createSignInService, type SignInService } from './sign-in';
import { createSignInMails } from './sign-in-mails';
import type { ThrottleService } from './throttle';

interface Wiring {
  strapi: Core.Strapi;
}

/** Parsed by the validator at boot. */
const configOf = (strapi: Core.Strapi) => strapi.config.get<AccountsConfig>('plugin::accounts');
const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);
const dbOf = (strapi: Core.Strapi) => () => strapi.db.connection;
const eventsOf = (strapi: Core.Strapi) => () => serviceOf<SecurityEvents>(strapi, 'securityEvents');
const restSecondsOf = (strapi: Core.Strapi) =>
  configOf(strapi).throttle.isEnabled ? RESEND_AFTER_SECONDS : 0;

function limitsOf(strapi: Core.Strapi) {
  const { current } = createKeyring(configOf(strapi).secrets, 'mail-limits');
  return createMailLimits({
    limits: () => serviceOf<ThrottleService>(strapi, 'throttle'),
    emailKey: (email) => keyedHash(current, email).toString('base64url'),
  });
}

export const signInMailsOf = (strapi: Core.Strapi) =>
  createSignInMails({
    outbox: () => strapi.plugin('jobs').service<Outbox>('outbox'),
    frontendBaseUrl: configOf(strapi).frontendBaseUrl,
  });

const policyOf = (strapi: Core.Strapi) => createRegistrationPolicy(configOf(strapi).signIn);

/** What every way in is made of. */
const partsOf = (strapi: Core.Strapi) => ({
  db: dbOf(strapi),
  users: userRows,
  flows: serviceOf<FlowsService>(strapi, 'flows'),
  proof: serviceOf<AddressProofService>(strapi, 'addressProof'),
  policy: policyOf(strapi),
  limits: limitsOf(strapi),
  mails: signInMailsOf(strapi),
  events: eventsOf(strapi),
  restSeconds: restSecondsOf(strapi),
});

export const signInServices = {
  people: (): PeopleService => createPeopleService(),

  flows: ({ strapi }: Wiring): FlowsService =>
    createFlowsService({
      rows: flowRows,
      keyring: createKeyring(configOf(strapi).secrets, 'one-time-secret'),
      source: secretSource,
      newId: randomUUID,
    }),

  addressProof: ({ strapi }: Wiring): AddressProofService =>
    createAddressProofService({
      users: userRows,
      flows: serviceOf(strapi, 'flows'),
      people: serviceOf(strapi, 'people'),
      policy: policyOf(strapi),
      events: eventsOf(strapi),
      endSessions: (trx, userId) =>
        serviceOf<SessionsService>(strapi, 'sessions').endAll(trx, {
          userId,
          reason: 'address-proven',
        }),
      newDocumentId: () => createDocumentId(),
      below: (end) => secretSource.below(end),
    }),

  signIn: ({ strapi }: Wiring): SignInService =>
    createSignInService({
      ...partsOf(strapi),
      startSession: (trx, start) =>
        serviceOf<SessionsService>(strapi, 'sessions').start(trx, start),
      lifeSeconds: configOf(strapi).signIn.linkSeconds,
      newId: randomUUID,
      newBrowserSecret: () => makeBrowserSecret(secretSource),
    }),

  registration: ({ strapi }: Wiring): RegistrationService =>
    createRegistrationService({
      ...partsOf(strapi),
      passwords: () => serviceOf<PasswordsService>(strapi, 'passwords'),
    }),

  ownAccount: ({ strapi }: Wiring): OwnAccountService =>
    createOwnAccountService({
      db: dbOf(strapi),
      users: userRows,
      people: serviceOf(strapi, 'people'),
    }),
};
