import type { Knex } from 'knex';
import { createDocumentId } from '../../lib/document-id';

const UTC_NOW = `now() at time zone 'utc'`;

/** What is left out stays as it is; null empties it. */
export interface PersonNames {
  userId: number;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}

const GIVEN = `
  select *
    from jsonb_to_recordset(cast(:names as jsonb)) as given
         ("userId" integer, "documentId" text, "firstName" text, "lastName" text,
          "setsFirst" boolean, "setsLast" boolean)`;

const UPDATE = `
  with given as (${GIVEN})
  update profiles as profile
     set first_name = case when "setsFirst" then "firstName" else profile.first_name end,
         last_name = case when "setsLast" then "lastName" else profile.last_name end,
         updated_at = ${UTC_NOW}
    from given
    join profiles_user_lnk as link on link.user_id = given."userId"
   where profile.id = link.profile_id
     and (("setsFirst" and profile.first_name is distinct from "firstName")
          or ("setsLast" and profile.last_name is distinct from "lastName"))
  returning link.user_id as "userId"`;

const INSERT = `
  with given as (
    ${GIVEN}
     where not exists (select 1 from profiles_user_lnk where user_id = given."userId")
  ), made as (
    insert into profiles
      (document_id, first_name, last_name, created_at, updated_at, published_at)
    select "documentId", "firstName", "lastName", ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW} from given
    returning id, document_id
  )
  insert into profiles_user_lnk (profile_id, user_id)
  select made.id, given."userId"
    from made
    join given on given."documentId" = made.document_id`;

/**
 * Writes the names of people, any number in two statements, and makes the profiles that are missing.
 * The caller holds the rows of their accounts.
 * @returns whose names changed, of those who had a profile.
 */
export async function namePeople(
  trx: Knex.Transaction,
  people: readonly PersonNames[],
): Promise<number[]> {
  if (people.length === 0) return [];
  const names = JSON.stringify(
    people.map(({ userId, firstName, lastName }) => ({
      userId,
      documentId: createDocumentId(),
      firstName: firstName ?? null,
      lastName: lastName ?? null,
      setsFirst: firstName !== undefined,
      setsLast: lastName !== undefined,
    })),
  );
  const { rows } = await trx.raw<{ rows: { userId: number }[] }>(UPDATE, { names });
  await trx.raw(INSERT, { names });
  return rows.map(({ userId }) => userId);
}
