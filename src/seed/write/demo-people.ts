import type { Knex } from 'knex';
import { DEMO_PEOPLE, type DemoPerson } from '../programme/people';
import { insertMissing, linkRows } from './insert-missing';

const keyOf = ({ email }: DemoPerson) => `person/${email}`;
const profileKeyOf = ({ email }: DemoPerson) => `profile/${email}`;

/** A person by their mail address, at the end of a link. */
export const PERSON = { column: 'user_id', table: 'up_users', by: 'email' } as const;

async function assertRolesAreThere(db: Knex): Promise<void> {
  const present = new Set(await db('up_roles').pluck<string[]>('type'));
  const wanted = new Set<string>(DEMO_PEOPLE.map(({ role }) => role));
  const missing = [...wanted].filter((role) => !present.has(role));
  if (missing.length > 0) {
    throw new Error(
      `The roles ${missing.join(', ')} are not there. Shoal makes them when it starts: ` +
        'start it once, then seed.',
    );
  }
}

/**
 * Makes the people who are not there yet; returns how many. They have no passwords: they are for
 * looking at, and for signing in by the ways that need none.
 * @throws Error before anything is made, when one of the roles is missing.
 */
export async function makeMissingPeople(db: Knex): Promise<number> {
  await assertRolesAreThere(db);
  const present = new Set(
    await db('up_users')
      .whereIn(
        'email',
        DEMO_PEOPLE.map(({ email }) => email),
      )
      .pluck<string[]>('email'),
  );
  const missing = DEMO_PEOPLE.filter(({ email }) => !present.has(email));
  if (missing.length === 0) return 0;
  const provenAt = new Date().toISOString();
  const made = await insertMissing(
    db,
    'up_users',
    missing.map((person) => ({
      key: keyOf(person),
      values: {
        username: person.username,
        email: person.email,
        track: person.track,
        provider: 'local',
        accountStatus: 'active',
        emailVerifiedAt: provenAt,
        isProtected: false,
      },
    })),
  );
  await linkRows(
    db,
    'up_users_role_lnk',
    { from: PERSON, to: { column: 'role_id', table: 'up_roles', by: 'type' } },
    missing.map(({ email, role }) => [email, role] as const),
  );
  await insertMissing(
    db,
    'profiles',
    missing.map((person) => ({
      key: profileKeyOf(person),
      values: { firstName: person.firstName, lastName: person.lastName },
    })),
  );
  await linkRows(
    db,
    'profiles_user_lnk',
    { from: { column: 'profile_id', table: 'profiles' }, to: PERSON },
    missing.map((person) => [profileKeyOf(person), person.email] as const),
  );
  return made.size;
}
