import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { createKeyring } from '../../../../lib/keyring';
import type { SecurityEvents } from '../../contract/security-event';
import type { Outbox } from '../../../jobs/contract/outbox';
import type { AccountsConfig } from '../config';
import { composeMail, mailTime } from '../mails';
import { liveSessionRepository } from '../repositories/live-sessions';
import { refreshTokenRepository } from '../repositories/refresh-tokens';
import { sessionRepository } from '../repositories/sessions';
import { createAccessTokensService, type AccessTokensService } from './access-tokens';
import { createCsrfTokensService, type CsrfTokensService } from './csrf-tokens';
import { createPrincipalsService, type PrincipalsService } from './principals';
import { createRefreshService, type RefreshService, type ReuseNotice } from './refresh';
import { createSessionIssuer, type SessionIssuer } from './session-issuer';
import { createSessionsService, type SessionsService } from './sessions';

interface Wiring {
  strapi: Core.Strapi;
}

const now = () => new Date();

/** Parsed by the validator at boot. */
const configOf = (strapi: Core.Strapi) => strapi.config.get<AccountsConfig>('plugin::accounts');
const keysFor = (strapi: Core.Strapi, purpose: string) =>
  createKeyring(configOf(strapi).secrets, purpose);
const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);
const securityEventsOf = (strapi: Core.Strapi) => () =>
  serviceOf<SecurityEvents>(strapi, 'securityEvents');

const notifyOfReuseBy =
  (strapi: Core.Strapi): ReuseNotice =>
  async (trx, { account, device, at }) => {
    const mail = composeMail('session-reuse-notice', {
      device,
      time: mailTime(at),
      link: `${configOf(strapi).frontendBaseUrl}/sign-in`,
    });
    const outbox = strapi.plugin('jobs').service<Outbox>('outbox');
    await outbox.enqueue(trx, { ...mail, kind: 'session-reuse-notice', to: account.email });
  };

export const sessionServices = {
  accessTokens: ({ strapi }: Wiring): AccessTokensService =>
    createAccessTokensService({
      keys: keysFor(strapi, 'access-token'),
      issuer: new URL(configOf(strapi).publicUrl).origin,
      lifeSeconds: configOf(strapi).sessions.accessSeconds,
      now,
    }),

  csrfTokens: ({ strapi }: Wiring): CsrfTokensService =>
    createCsrfTokensService({ keys: keysFor(strapi, 'csrf') }),

  principals: ({ strapi }: Wiring): PrincipalsService =>
    createPrincipalsService({
      db: () => strapi.db.connection,
      sessions: liveSessionRepository,
      accessTokens: serviceOf(strapi, 'accessTokens'),
      now,
    }),

  sessionIssuer: ({ strapi }: Wiring): SessionIssuer =>
    createSessionIssuer({
      lifetimes: configOf(strapi).sessions,
      accessTokens: serviceOf(strapi, 'accessTokens'),
      csrfTokens: serviceOf(strapi, 'csrfTokens'),
    }),

  sessions: ({ strapi }: Wiring): SessionsService =>
    createSessionsService({
      db: () => strapi.db.connection,
      sessions: sessionRepository,
      refreshTokens: refreshTokenRepository,
      issuer: serviceOf(strapi, 'sessionIssuer'),
      principals: serviceOf(strapi, 'principals'),
      securityEvents: securityEventsOf(strapi),
      keys: keysFor(strapi, 'refresh-token'),
      lifetimes: configOf(strapi).sessions,
      random: randomBytes,
      now,
    }),

  refresh: ({ strapi }: Wiring): RefreshService =>
    createRefreshService({
      db: () => strapi.db.connection,
      sessions: sessionRepository,
      refreshTokens: refreshTokenRepository,
      issuer: serviceOf(strapi, 'sessionIssuer'),
      principals: serviceOf(strapi, 'principals'),
      securityEvents: securityEventsOf(strapi),
      notifyOfReuse: notifyOfReuseBy(strapi),
      keys: keysFor(strapi, 'refresh-token'),
      now,
    }),
};
