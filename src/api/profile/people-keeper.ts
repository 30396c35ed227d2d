import type { Knex } from 'knex';
import { createDocumentId } from '../../lib/document-id';
import type { PeopleKeeper } from '../../plugins/accounts/contract/people';
import type { Files } from '../../plugins/files/contract/files';
import { avatarPlace, placeAvatar, removeAvatar } from './avatar';
import { profile, profilePatch, type Profile, type ProfilePatch } from './profile-fields';

/** Type of the role that a new person gets. */
export const DEFAULT_ROLE = 'student';
/** Strapi keeps moments without a zone, in UTC. */
const UTC_NOW = `now() at time zone 'utc'`;

type TextFields = Omit<ProfilePatch, 'avatarId'>;

const COLUMNS: Record<keyof TextFields, string> = {
  firstName: 'first_name',
  lastName: 'last_name',
  dateOfBirth: 'date_of_birth',
  organisation: 'organisation',
  areasOfInterest: 'areas_of_interest',
  availability: 'availability',
  biography: 'biography',
};
const FIELDS = Object.keys(COLUMNS) as (keyof TextFields)[]; // exactly the keys of the record

/** Relies on profiles_user_key. The caller holds the account's row, so nobody else makes one. */
async function ensure(db: Knex, userId: number): Promise<void> {
  await db.raw(
    `with made as (
       insert into profiles (document_id, created_at, updated_at, published_at)
       select :documentId, ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW}
        where not exists (select 1 from profiles_user_lnk where user_id = :userId)
       returning id
     )
     insert into profiles_user_lnk (profile_id, user_id) select id, :userId from made`,
    { documentId: createDocumentId(), userId },
  );
}

/** Fields that are left out stay as they are. */
async function write(db: Knex, userId: number, fields: TextFields): Promise<void> {
  const given = FIELDS.filter((field) => fields[field] !== undefined);
  if (given.length === 0) return;
  const columns = given.map((field) => {
    const value = fields[field];
    return [COLUMNS[field], Array.isArray(value) ? JSON.stringify(value) : value];
  });
  await db('profiles')
    .whereIn('id', db('profiles_user_lnk').select('profile_id').where('user_id', userId))
    .update({ ...Object.fromEntries(columns), updated_at: db.raw(UTC_NOW) });
}

/** The columns of a profile; Strapi has the driver give JSON as text. */
type ProfileRow = Omit<Profile, 'areasOfInterest' | 'avatar'> & {
  id: number;
  areasOfInterest: string | null;
};

/** The panel takes any JSON for this field. */
function textsIn(json: string | null): string[] {
  const parsed: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [];
}

/** Relies on profiles_user_key. */
async function readRow(db: Knex, userId: number): Promise<ProfileRow | undefined> {
  const { rows } = await db.raw<{ rows: ProfileRow[] }>(
    `select profile.id, profile.first_name as "firstName", profile.last_name as "lastName",
            to_char(profile.date_of_birth, 'YYYY-MM-DD') as "dateOfBirth", profile.organisation,
            cast(profile.areas_of_interest as text) as "areasOfInterest", profile.availability,
            profile.biography
       from profiles_user_lnk as link
       join profiles as profile on profile.id = link.profile_id
      where link.user_id = :userId`,
    { userId },
  );
  return rows[0];
}

/** What this app keeps about a person: the profile. The accounts plugin asks for it by contract. */
export const createPeopleKeeper = ({ files }: { files: () => Files }): PeopleKeeper => ({
  defaultRole: DEFAULT_ROLE,
  patchSchema: profilePatch,
  profileSchema: profile,

  async welcome(db, { userId, details }) {
    await ensure(db, userId);
    await write(db, userId, details);
  },

  async forget(db, { userId }) {
    const nothing = Object.fromEntries(FIELDS.map((field) => [field, null]));
    await write(db, userId, nothing);
    await removeAvatar(db, userId);
  },

  async read(db, { userId }) {
    const row = await readRow(db, userId);
    if (!row) return null;
    const { id, areasOfInterest, ...texts } = row;
    const avatars = await files().of({ ...avatarPlace, ids: [id] }, db);
    return {
      ...texts,
      areasOfInterest: textsIn(areasOfInterest),
      avatar: avatars.get(id) ?? null,
    } satisfies Profile;
  },

  async update(db, { userId, patch }) {
    await ensure(db, userId);
    const { avatarId, ...fields }: ProfilePatch = patch; // `patchSchema` made it
    await write(db, userId, fields);
    if (avatarId === undefined) return;
    await removeAvatar(db, userId);
    if (avatarId === null) return;
    // Whoever changes their own account acts as a person, whatever else they may do.
    const person = { kind: 'user' as const, userId, role: DEFAULT_ROLE };
    const image = { id: avatarId, pointer: '/profile/avatarId', kind: 'image' as const };
    await placeAvatar(db, userId, await files().attachable(person, image, db));
  },
});
