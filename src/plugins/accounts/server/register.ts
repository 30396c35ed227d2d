import type { Core } from '@strapi/strapi';
import { visitRouters } from '../../../lib/http/visit-routers';
import { HIDDEN_USER_ATTRIBUTES, USER_ATTRIBUTES } from './domain/user-attributes';
import { USER_VIEW } from './domain/user-view';
import { keepSecurityEvents } from './keep-security-events';
import type { AbilitiesService } from './services/abilities';
import { scheduleCleanUp } from './schedule-clean-up';
import { createStrategy } from './strategy';
import { throttleRouter } from './throttle-routes';
import { watchAccountEdits } from './watch-account-edits';

const USER = 'plugin::users-permissions.user';

/** The part of a content type that is changed here; Strapi's own types of it resolve to any. */
interface DeclaredType {
  attributes: Record<string, Record<string, unknown>>;
  config: Record<string, unknown>;
}
interface Strategies {
  register(type: string, strategy: object): void;
}

function completeUserType(strapi: Core.Strapi): void {
  const { attributes, config } = strapi.contentType(USER) as unknown as DeclaredType;
  Object.assign(config, USER_VIEW);
  Object.assign(attributes, USER_ATTRIBUTES);
  for (const name of HIDDEN_USER_ATTRIBUTES) {
    Object.assign(attributes[name] ?? {}, { visible: false, writable: false });
  }
}

/** Runs before the database exists, so that the columns of an account come with the schema sync. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  completeUserType(strapi);
  keepSecurityEvents(strapi);
  watchAccountEdits(strapi);
  const abilities = () => strapi.plugin('accounts').service<AbilitiesService>('abilities');
  strapi.get<Strategies>('auth').register('content-api', createStrategy({ abilities }));
  visitRouters(strapi.server, throttleRouter);
  scheduleCleanUp(strapi);
}
