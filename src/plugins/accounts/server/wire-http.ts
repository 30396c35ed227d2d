import type { Core } from '@strapi/strapi';
import type { AccountsConfig } from './config';
import { createSessionController } from './controllers/session';
import { createSessionCookies } from './controllers/session-cookies';
import { createSessionsController } from './controllers/sessions';
import { trustedOrigins } from './domain/trusted-origins';
import { createCredentials } from './middlewares/credentials';
import { createForgeryGuard } from './middlewares/forgery-guard';
import type { AccessTokensService } from './services/access-tokens';
import type { PrincipalsService } from './services/principals';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

export const sessionControllers = {
  session: ({ strapi }: Wiring) =>
    createSessionController({
      sessions: serviceOf(strapi, 'sessions'),
      refresh: serviceOf(strapi, 'refresh'),
      principals: serviceOf(strapi, 'principals'),
      accessTokens: serviceOf(strapi, 'accessTokens'),
      csrfTokens: serviceOf(strapi, 'csrfTokens'),
    }),

  sessions: ({ strapi }: Wiring) =>
    createSessionsController({ sessions: serviceOf(strapi, 'sessions') }),
};

export const sessionMiddlewares = {
  /** `plugin::accounts.credentials`, for config/middlewares. */
  credentials: (_config: unknown, { strapi }: Wiring) => {
    // Parsed by the validator at boot.
    const config = strapi.config.get<AccountsConfig>('plugin::accounts');
    const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
    return createCredentials({
      cookies: createSessionCookies({
        isSecure: config.publicUrl.startsWith('https:'),
        refreshPath: `${prefix}/auth`,
      }),
      principals: serviceOf<PrincipalsService>(strapi, 'principals'),
      accessTokens: serviceOf<AccessTokensService>(strapi, 'accessTokens'),
      guard: createForgeryGuard({
        prefix,
        isListed: trustedOrigins(config),
        accessTokens: serviceOf(strapi, 'accessTokens'),
        csrfTokens: serviceOf(strapi, 'csrfTokens'),
      }),
    });
  },
};
