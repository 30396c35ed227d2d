import type { Core } from '@strapi/strapi';
import { foreignDoors, type ServedRoute } from './domain/served-routes';
import { registerPanelActions } from './panel-actions';

interface Router {
  type: string;
  routes: { method: string; path: string }[];
}

/**
 * Stops the boot when anything but this plugin serves the addresses that sign people in: an update
 * of Strapi or a plugin may bring its own routes back.
 */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const routers = strapi.plugin('accounts').routes as unknown as Record<string, Router>;
  const own = Object.values(routers).flatMap(({ type, routes }) =>
    type === 'content-api' ? routes : [],
  );
  // Layers of the router, of which Strapi's types say nothing.
  const layersOf = (list: { listRoutes(): unknown }) => list.listRoutes() as ServedRoute[];
  const served = [...layersOf(strapi.server.api('content-api')), ...layersOf(strapi.server)];
  const foreign = foreignDoors(served, own, prefix);
  if (foreign.length > 0) {
    throw new Error(`These routes would sign people in past our rules: ${foreign.join(', ')}`);
  }
  // The limits connect to where they are shared before the first request comes.
  strapi.plugin('accounts').service('throttle');
  await registerPanelActions(strapi);
}
