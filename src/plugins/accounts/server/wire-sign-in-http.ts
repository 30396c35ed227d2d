import type { Core } from '@strapi/strapi';
import type { AccountsConfig } from './config';
import { createFlowCookie } from './controllers/flow-cookie';
import { createMeController } from './controllers/me';
import { createRegistrationController } from './controllers/registration';
import { createSignInController } from './controllers/sign-in';
import { makeBrowserSecret } from './domain/one-time-secret';
import { isAllowedRedirect } from './domain/redirect';
import { meRoutes } from './routes/me';
import type { PeopleService } from './services/people';
import { secretSource } from './services/secret-source';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

/** Parsed by the validator at boot. */
const configOf = (strapi: Core.Strapi) => strapi.config.get<AccountsConfig>('plugin::accounts');

const REGISTRATION_COOKIE_SECONDS = 24 * 3600;

const flowCookieOf = (strapi: Core.Strapi, lifeSeconds: number) =>
  createFlowCookie({ isSecure: configOf(strapi).publicUrl.startsWith('https:'), lifeSeconds });

export const signInControllers = {
  signIn: ({ strapi }: Wiring) => {
    const config = configOf(strapi);
    const rules = {
      frontendBaseUrl: config.frontendBaseUrl,
      allowedOrigins: config.signIn.redirectOrigins,
    };
    return createSignInController({
      signIn: serviceOf(strapi, 'signIn'),
      cookie: flowCookieOf(strapi, config.signIn.linkSeconds),
      isAllowedRedirect: (target) => isAllowedRedirect(target, rules),
    });
  },

  registration: ({ strapi }: Wiring) =>
    createRegistrationController({
      registration: serviceOf(strapi, 'registration'),
      cookie: flowCookieOf(strapi, REGISTRATION_COOKIE_SECONDS),
      newBrowserSecret: () => makeBrowserSecret(secretSource),
    }),

  me: ({ strapi }: Wiring) =>
    createMeController({
      ownAccount: serviceOf(strapi, 'ownAccount'),
      people: serviceOf(strapi, 'people'),
    }),
};

/** Made when Strapi mounts it: what a profile has is the application's to say, in its `register`. */
export const ownAccountRouter = ({ strapi }: Wiring) => ({
  type: 'content-api',
  routes: meRoutes(serviceOf<PeopleService>(strapi, 'people').keeper()),
});
