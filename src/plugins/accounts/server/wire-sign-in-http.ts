import type { Core } from '@strapi/strapi';
import type { AccountsConfig } from './config';
import { createFlowCookie } from './controllers/flow-cookie';
import { createMeController } from './controllers/me';
import { createRegistrationController } from './controllers/registration';
import { createSignInController } from './controllers/sign-in';
import { isAllowedRedirect } from './domain/redirect';
import { meRoutes } from './routes/me';
import type { PeopleService } from './services/people';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

export const signInControllers = {
  signIn: ({ strapi }: Wiring) => {
    // Parsed by the validator at boot.
    const config = strapi.config.get<AccountsConfig>('plugin::accounts');
    const rules = {
      frontendBaseUrl: config.frontendBaseUrl,
      allowedOrigins: config.signIn.redirectOrigins,
    };
    return createSignInController({
      signIn: serviceOf(strapi, 'signIn'),
      cookie: createFlowCookie({
        isSecure: config.publicUrl.startsWith('https:'),
        lifeSeconds: config.signIn.linkSeconds,
      }),
      isAllowedRedirect: (target) => isAllowedRedirect(target, rules),
    });
  },

  registration: ({ strapi }: Wiring) =>
    createRegistrationController({ registration: serviceOf(strapi, 'registration') }),

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
