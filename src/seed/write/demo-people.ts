import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';

const USER = 'plugin::users-permissions.user';
const ROLE = 'plugin::users-permissions.role';

/** Invented people; `.example` is reserved, so no mail can ever reach anybody. */
const PEOPLE = [
  { name: 'Amara Lindqvist', role: 'student' },
  { name: 'Tomas Okoye', role: 'student' },
  { name: 'Yui Ferreira', role: 'student' },
  { name: 'Ines Haddad', role: 'mentor' },
  { name: 'Kofi Petersen', role: 'mentor' },
  { name: 'Leila Marchetti', role: 'supervisor' },
  { name: 'Ravi Sandoval', role: 'supervisor' },
  { name: 'Noor Eklund', role: 'admin' },
  { name: 'Mateo Tanaka', role: 'admin' },
] as const;

export interface DemoPerson {
  name: string;
  email: string;
  role: (typeof PEOPLE)[number]['role'];
}

export const DEMO_PEOPLE: readonly DemoPerson[] = PEOPLE.map(({ name, role }) => ({
  name,
  role,
  email: `${name.toLowerCase().replace(' ', '.')}@shoal.example`,
}));

/** What this needs of the users-permissions plugin, which Strapi leaves untyped. */
interface UserService {
  add(user: Record<string, unknown>): Promise<unknown>;
}

async function readRoleIds(strapi: Core.Strapi): Promise<Map<string, number>> {
  // The query engine is typed by generated types, which plugins' content types are not part of.
  const roles = (await strapi.db.query(ROLE).findMany()) as { id: number; type: string }[];
  const ids = new Map(roles.map(({ type, id }) => [type, id]));
  const missing = [...new Set(PEOPLE.map(({ role }) => role))].filter((role) => !ids.has(role));
  if (missing.length > 0) {
    throw new Error(
      `The roles ${missing.join(', ')} are not there. Shoal makes them when it starts: ` +
        'start it once, then seed.',
    );
  }
  return ids;
}

/**
 * Makes the people who are not there yet; returns how many. Their passwords are random and known to
 * nobody: they are for looking at, and for signing in by the ways that need no password.
 * @throws Error before anything is made, when one of the roles is missing.
 */
export async function makeMissingPeople(strapi: Core.Strapi): Promise<number> {
  const roleIds = await readRoleIds(strapi);
  const users = strapi.plugin('users-permissions').service<UserService>('user');
  let made = 0;
  for (const { name, email, role } of DEMO_PEOPLE) {
    if (await strapi.db.query(USER).findOne({ where: { email } })) continue;
    await users.add({
      username: name,
      email,
      provider: 'local',
      password: randomBytes(32).toString('base64url'),
      accountStatus: 'active',
      role: roleIds.get(role),
    });
    made += 1;
  }
  return made;
}
