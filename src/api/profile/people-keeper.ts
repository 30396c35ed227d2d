import type { Knex } from 'knex';
import { createDocumentId } from '../../lib/document-id';
import type { PeopleKeeper } from '../../plugins/accounts/contract/people';
import { profile, profilePatch, type Profile, type ProfilePatch } from './profile-fields';

const DEFAULT_ROLE = 'student';
/** Strapi keeps moments without a zone, in UTC. */
const UTC_NOW = `now() at time zone 'utc'`;

const COLUMNS: Record<keyof ProfilePatch, string> = {
  firstName: 'first_name',
  lastName: 'last_name',
  dateOfBirth: 'date_of_birth',
  organisation: 'organisation',
  areasOfInterest: 'areas_of_interest',
  availability: 'availability',
  biography: 'biography',
};
const FIELDS = Object.keys(COLUMNS) as (keyof ProfilePatch)[]; // exactly the keys of the record

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
async function write(db: Knex, userId: number, fields: ProfilePatch): Promise<void> {
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
  areasOfInterest: string | null;
  avatar: string | null;
};

/** The panel takes any JSON for this field. */
function textsIn(json: string | null): string[] {
  const parsed: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [];
}

/** Relies on profiles_user_key. */
async function read(db: Knex, userId: number): Promise<Profile | null> {
  const { rows } = await db.raw<{ rows: ProfileRow[] }>(
    `select profile.first_name as "firstName", profile.last_name as "lastName",
            to_char(profile.date_of_birth, 'YYYY-MM-DD') as "dateOfBirth", profile.organisation,
            cast(profile.areas_of_interest as text) as "areasOfInterest", profile.availability,
            profile.biography,
            (select cast(jsonb_build_object('id', file.document_id, 'url', file.url,
                      'alternativeText', file.alternative_text) as text)
               from files_related_mph as related
               join files as file on file.id = related.file_id
              where related.related_id = profile.id
                and related.related_type = 'api::profile.profile'
                and related.field = 'avatar'
              order by related.order
              limit 1) as avatar
       from profiles_user_lnk as link
       join profiles as profile on profile.id = link.profile_id
      where link.user_id = :userId`,
    { userId },
  );
  const [row] = rows;
  if (!row) return null;
  return {
    ...row,
    areasOfInterest: textsIn(row.areasOfInterest),
    // The statement above made it.
    avatar: row.avatar === null ? null : (JSON.parse(row.avatar) as Profile['avatar']),
  };
}

/** What this app keeps about a person: the profile. The accounts plugin asks for it by contract. */
export const peopleKeeper: PeopleKeeper = {
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
    await db('files_related_mph')
      .where({ related_type: 'api::profile.profile', field: 'avatar' })
      .whereIn('related_id', db('profiles_user_lnk').select('profile_id').where('user_id', userId))
      .delete();
  },

  read: (db, { userId }) => read(db, userId),

  async update(db, { userId, patch }) {
    await ensure(db, userId);
    await write(db, userId, patch); // `patchSchema` made it
  },
};
