import type { Core } from '@strapi/strapi';

interface UsersPermissions {
  register: (context: { strapi: Core.Strapi }) => void;
  routes: Record<string, unknown>;
}

/**
 * What no plugin can do from outside: users-permissions keeps its roles, its permission engine and
 * its screens in the panel, and gives up everything that signs people in.
 * - Its routes of the REST API (sign-in, registration, reset by a token that never expires,
 *   confirmation by GET, the user table) are not mounted. The accounts plugin serves /api/auth and
 *   /api/users instead and checks at boot that nothing else does.
 * - Its strategy is not registered: it answers 401 when the database fails it and knows nothing of
 *   live sessions. The strategies of Strapi are a closed list, so it has to be kept out of it.
 */
export default (plugin: UsersPermissions): UsersPermissions => {
  const { register } = plugin;
  plugin.routes = {
    ...plugin.routes,
    'content-api': { type: 'content-api', routes: [] },
  };
  plugin.register = ({ strapi }) => {
    const get = (name: string): unknown =>
      name === 'auth' ? { register: () => undefined } : strapi.get(name);
    // Everything of Strapi but this one name.
    register({ strapi: Object.create(strapi, { get: { value: get } }) as Core.Strapi });
  };
  return plugin;
};
