import type { Core } from '@strapi/strapi';
import { assertOnlyDoor } from './assert-only-door';
import { registerPanelActions } from './panel-actions';

/** Checks and prepares what needs the routes and the database to be there. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  assertOnlyDoor(strapi);
  // The limits connect to where they are shared before the first request comes.
  strapi.plugin('accounts').service('throttle');
  await registerPanelActions(strapi);
}
