import type { Knex } from 'knex';
import { createDocumentId } from '../../../lib/document-id';
import type { Cells } from '../../../plugins/exchange/contract/cell';
import { PROFILE_COLUMNS, type ProfileColumn } from './person-columns';

const UTC_NOW = `now() at time zone 'utc'`;

export interface ProfileChange {
  userId: number;
  cells: Cells;
}

/** Whoever has none is given one. Relies on profiles_user_key. */
async function ensure(trx: Knex, changes: readonly ProfileChange[]): Promise<void> {
  const rows = changes.map(({ userId }) => ({ document_id: createDocumentId(), user_id: userId }));
  await trx.raw(
    `with missing as (
       select named.document_id, named.user_id
         from json_to_recordset(cast(:rows as json)) as named(document_id text, user_id integer)
        where not exists (select 1 from profiles_user_lnk where user_id = named.user_id)
     ), made as (
       insert into profiles (document_id, created_at, updated_at, published_at)
       select document_id, ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW} from missing
       returning id, document_id
     )
     insert into profiles_user_lnk (profile_id, user_id)
     select made.id, missing.user_id from made join missing using (document_id)`,
    { rows: JSON.stringify(rows) },
  );
}

/** Writes columns of many profiles in two statements; the others stay as they are. */
export async function writeProfiles(
  trx: Knex,
  changes: readonly ProfileChange[],
  columns: readonly ProfileColumn[],
): Promise<void> {
  if (changes.length === 0 || columns.length === 0) return;
  await ensure(trx, changes);
  const rows = changes.map(({ userId, cells }) => ({
    user_id: userId,
    ...Object.fromEntries(columns.map((name) => [PROFILE_COLUMNS[name], cells[name] ?? null])),
  }));
  const names = columns.map((name) => PROFILE_COLUMNS[name]);
  const typed = names.map((name) => `${name} ${name === 'date_of_birth' ? 'date' : 'text'}`);
  await trx.raw(
    `update profiles as profile
        set ${names.map((name) => `${name} = named.${name}`).join(', ')}, updated_at = ${UTC_NOW}
       from json_to_recordset(cast(:rows as json)) as named(user_id integer, ${typed.join(', ')})
       join profiles_user_lnk as link on link.user_id = named.user_id
      where profile.id = link.profile_id`,
    { rows: JSON.stringify(rows) },
  );
}
