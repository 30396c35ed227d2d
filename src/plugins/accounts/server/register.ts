import type { Core } from '@strapi/strapi';
import { visitRouters } from '../../../lib/http/visit-routers';
import { HIDDEN_USER_ATTRIBUTES, USER_ATTRIBUTES } from './domain/user-attributes';
import type { AbilitiesService } from './services/abilities';
import { createStrategy } from './strategy';
import { throttleRouter } from './throttle-routes';

const USER = 'plugin::users-permissions.user';

/** The part of a content type that is changed here; Strapi's own types of it resolve to any. */
interface DeclaredType {
  attributes: Record<string, Record<string, unknown>>;
}
interface Strategies {
  register(type: string, strategy: object): void;
}

function completeUserType(strapi: Core.Strapi): void {
  const { attributes } = strapi.contentType(USER) as unknown as DeclaredType;
  Object.assign(attributes, USER_ATTRIBUTES);
  for (const name of HIDDEN_USER_ATTRIBUTES) {
    Object.assign(attributes[name] ?? {}, { visible: false, writable: false });
  }
}

/** Runs before the database exists, so that the columns of an account come with the schema sync. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  completeUserType(strapi);
  const abilities = () => strapi.plugin('accounts').service<AbilitiesService>('abilities');
  strapi.get<Strategies>('auth').register('content-api', createStrategy({ abilities }));
  visitRouters(strapi.server, throttleRouter);
}
