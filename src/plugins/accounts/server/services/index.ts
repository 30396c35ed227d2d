import type { Core } from '@strapi/strapi';
import { createAbilitiesService, type Ability } from './abilities';
import { passwordServices } from './wire-passwords';
import { adminServices } from './wire-admin';
import { directoryServices } from './wire-directory';
import { sessionServices } from './wire-sessions';
import { signInServices } from './wire-sign-in';
import { throttleServices } from './wire-throttle';

const PERMISSION = 'plugin::users-permissions.permission';

interface Wiring {
  strapi: Core.Strapi;
}

export const services = {
  ...adminServices,
  ...directoryServices,
  ...sessionServices,
  ...signInServices,
  ...throttleServices,
  abilities: ({ strapi }: Wiring) =>
    createAbilitiesService({
      readActions: async (roleType) => {
        const query = { where: { role: { type: roleType } }, select: ['action'] };
        // The query engine is typed by generated types, which plugins' content types are not part of.
        const granted = (await strapi.db.query(PERMISSION).findMany(query)) as { action: string }[];
        return granted.map(({ action }) => action);
      },
      // CASL wants a subject by its types; the actions of the REST API have none.
      makeAbility: async (actions) =>
        (await strapi.contentAPI.permissions.engine.generateAbility(
          actions.map((action) => ({ action })),
        )) as unknown as Ability,
      now: () => performance.now(),
    }),
  ...passwordServices,
};
