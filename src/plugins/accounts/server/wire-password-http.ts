import type { Core } from '@strapi/strapi';
import { createEmailChangeController } from './controllers/email-change';
import { createPasswordsController } from './controllers/passwords';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

export const passwordControllers = {
  passwords: ({ strapi }: Wiring) =>
    createPasswordsController({
      login: serviceOf(strapi, 'login'),
      passwordReset: serviceOf(strapi, 'passwordReset'),
      passwordChange: serviceOf(strapi, 'passwordChange'),
    }),

  emailChange: ({ strapi }: Wiring) =>
    createEmailChangeController({ emailChange: serviceOf(strapi, 'emailChange') }),
};
