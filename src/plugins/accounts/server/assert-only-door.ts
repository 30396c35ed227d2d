import type { Core } from '@strapi/strapi';
import { foreignDoors, type ServedRoute } from './domain/served-routes';

interface Router {
  type: string;
  routes: { method: string; path: string }[];
}

/**
 * Stops the boot when anything but this plugin serves the addresses that sign people in: an update
 * of Strapi or a plugin may bring its own routes back.
 */
export function assertOnlyDoor(strapi: Core.Strapi): void {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const routers = strapi.plugin('accounts').routes as unknown as Record<string, Router>;
  const own = Object.values(routers).flatMap(({ type, routes }) =>
    type === 'content-api' ? routes : [],
  );
  // Layers of the router, of which Strapi's types say nothing.
  const routeLists = [
    strapi.server.api('content-api').listRoutes(),
    // What was put past the API; holds the API's own routes as well once they are mounted.
    strapi.server.listRoutes(),
  ] as unknown as ServedRoute[][];
  const foreign = routeLists.flatMap((served) => foreignDoors(served, own, prefix));
  if (foreign.length > 0) {
    throw new Error(`These routes would sign people in past our rules: ${foreign.join(', ')}`);
  }
}
