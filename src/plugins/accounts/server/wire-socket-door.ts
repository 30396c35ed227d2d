import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { SocketDoor } from '../contract/socket-door';
import type { AccountsConfig } from './config';
import { originOf } from '../contract/acting-person';
import { createSessionCookies } from './controllers/session-cookies';
import { trustedOrigins } from './domain/trusted-origins';
import type { PrincipalsService } from './services/principals';
import { createSocketDoor } from './services/socket-door';

interface Wiring {
  strapi: Core.Strapi;
}

export const socketServices = {
  socketDoor: ({ strapi }: Wiring): SocketDoor => {
    // Parsed by the validator at boot.
    const config = strapi.config.get<AccountsConfig>('plugin::accounts');
    const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
    const cookies = createSessionCookies({
      isSecure: config.publicUrl.startsWith('https:'),
      refreshPath: `${prefix}/auth`,
    });
    /** Koa knows how to read cookies, and whom of X-Forwarded-For to believe. */
    const contextOf = (request: IncomingMessage): Context =>
      // Strapi's own types of Koa need a package that is not installed, and resolve to any.
      (
        strapi.server.app as unknown as {
          createContext(request: IncomingMessage, response: ServerResponse): Context;
        }
      ).createContext(request, new ServerResponse(request));
    return createSocketDoor({
      principals: strapi.plugin('accounts').service<PrincipalsService>('principals'),
      accessCookieOf: (request) =>
        request.headers.cookie === undefined ? undefined : cookies.read(contextOf(request)).access,
      isListed: trustedOrigins(config),
      addressOf: (request) => originOf(contextOf(request)).address,
    });
  },
};
