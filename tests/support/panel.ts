import { randomUUID } from 'node:crypto';
import type { TestApp } from './app';

export const PANEL_PASSWORD = 'Panel-password-1';

/** An account of the admin panel, signed in. */
export interface PanelAccount {
  id: number;
  email: string;
  /** Headers of who is signed in. */
  headers: Record<string, string>;
  /** Asks the panel's own API; a `body` is sent as JSON, a `form` as it is. */
  ask(path: string, init?: { method?: string; body?: unknown; form?: FormData }): Promise<Response>;
}

// Strapi gives its services no more of a type than that they are some.
interface PanelUsers {
  create(account: object): Promise<{ id: number }>;
}

interface PanelRoles {
  create(role: object): Promise<{ id: number }>;
  assignPermissions(id: number, permissions: object[]): Promise<unknown>;
}

/** Makes a role of the panel that may do just this, as somebody would in the panel. */
export async function makePanelRole(
  app: TestApp,
  { code, ...role }: { code: string; name?: string; description?: string },
  actions: readonly string[],
): Promise<void> {
  const roles = app.strapi.service('admin::role') as unknown as PanelRoles;
  const { id } = await roles.create({ name: code, ...role, code });
  await roles.assignPermissions(
    id,
    actions.map((action) => ({ action })),
  );
}

/** Makes an account of the panel with the role of this code and signs it in. */
export async function signInToPanel(
  app: TestApp,
  roleCode = 'strapi-super-admin',
): Promise<PanelAccount> {
  const role = await app.db('admin_roles').where('code', roleCode).first<{ id: number }>('id');
  // Strapi counts attempts by address in memory, which the test files of a worker share.
  const email = `panel-${randomUUID()}@shoal.example`;
  const users = app.strapi.service('admin::user') as unknown as PanelUsers;
  const account = {
    email,
    password: PANEL_PASSWORD,
    firstname: 'Pat',
    isActive: true,
    roles: [role.id],
  };
  const { id } = await users.create(account);
  const answer = await fetch(`${app.url}/admin/login`, {
    method: 'POST',
    // Where the app is to be reached over https, its session cookie is for nothing else.
    headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
    body: JSON.stringify({ email, password: PANEL_PASSWORD }),
  });
  const { data } = (await answer.json()) as { data: { token: string } };
  return {
    id,
    email,
    headers: { authorization: `Bearer ${data.token}` },
    ask: (path, { method = 'GET', body, form } = {}) =>
      fetch(`${app.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${data.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? form : JSON.stringify(body),
      }),
  };
}
