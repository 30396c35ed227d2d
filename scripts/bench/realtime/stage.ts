import { Client } from 'pg';
import {
  hashOfDeviceToken,
  makeDeviceToken,
} from '../../../src/plugins/realtime/server/domain/location/device-token';
import { randomBytes } from 'node:crypto';

/**
 * People with a session, a small group of five, a phone and a share of where they are; the first ones
 * are in one of five large groups as well.
 */

export const SMALL = 5;
export const LARGE_ROOMS = 5;

export interface Sizes {
  people: number;
  /** So many are in large groups, too. */
  inLarge: number;
}

/** One of the people, from 1. */
export interface StagedPerson {
  sessionId: string;
  documentId: string;
  deviceToken: string;
}

export const smallRoomOf = (person: number): string => `group:${codeOf(Math.ceil(person / SMALL))}`;
export const largeRoomOf = (person: number): string =>
  `group:${codeOf(5000 + (person % LARGE_ROOMS))}`;
/** Everybody comes from a place of their own. */
export const addressOf = (person: number): string =>
  `10.1.${Math.floor(person / 250)}.${1 + (person % 250)}`;

const codeOf = (group: number): string => `BTF${String(group).padStart(3, '0')}`;
const NOW = `now() at time zone 'utc'`;

const rowsOf = ({ people, inLarge }: Sizes): string => `
  insert into groups (document_id, code, name, track, created_at, updated_at, published_at)
  select 'group' || n, 'BTF' || lpad(n::text, greatest(3, length(n::text)), '0'), 'Group ' || n, 'Biodiversity', ${NOW}, ${NOW}, ${NOW}
    from (select generate_series(1, ${people / SMALL}) as n
          union all select generate_series(5000, ${5000 + LARGE_ROOMS - 1})) as numbers;
  insert into up_users (document_id, username, email, account_status, provider, created_at, updated_at, published_at)
  select 'member' || n, 'member' || n, 'member' || n || '@example.org', 'active', 'local', ${NOW}, ${NOW}, ${NOW}
    from generate_series(1, ${people}) as n;
  insert into up_users_role_lnk (user_id, role_id)
  select account.id, role.id from up_users as account, up_roles as role
   where account.username like 'member%' and role.type = 'student';
  insert into group_memberships (document_id, group_document_id, user_document_id, created_at, updated_at)
  select 'small' || n, 'group' || ceil(n / ${SMALL}.0), 'member' || n, ${NOW}, ${NOW}
    from generate_series(1, ${people}) as n
   union all
  select 'large' || n, 'group' || (5000 + n % ${LARGE_ROOMS}), 'member' || n, ${NOW}, ${NOW}
    from generate_series(1, ${inLarge}) as n;
  insert into accounts_sessions (id, user_id, transport, method, address, device, idle_expires_at, expires_at)
  select gen_random_uuid(), id, 'token', 'password', '192.0.2.1', 'Bench', now() + interval '1 day', now() + interval '1 day'
    from up_users where username like 'member%';
  insert into chat_rooms (kind, owner_id) select 'group', document_id from groups;
  insert into location_shares (id, user_id, room_id, starts_at, ends_at)
  select gen_random_uuid(), account.id, room.id, now() - interval '1 day', now() + interval '1 day'
    from up_users as account
    join group_memberships as membership on membership.user_document_id = account.document_id
    join chat_rooms as room on room.owner_id = membership.group_document_id
   where membership.document_id like 'small%';
  create table bare_messages (
    id uuid primary key, room_id bigint not null, client_id uuid not null, author_id integer not null,
    text text not null, created_at timestamptz not null);`;

const DEVICES = `
  insert into location_devices (public_id, user_id, name, token_hash)
  select gen_random_uuid(), account.id, 'Bench', given.hash
    from unnest($1::bytea[]) with ordinality as given (hash, n)
    join up_users as account on account.username = 'member' || given.n`;

const PEOPLE = `
  select session.id as "sessionId", account.document_id as "documentId"
    from accounts_sessions as session
    join up_users as account on account.id = session.user_id
   where account.username like 'member%'
   order by account.id`;

/** Fills a database that the app has just made. */
export async function fillStage(databaseUrl: string, sizes: Sizes): Promise<StagedPerson[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(rowsOf(sizes));
    const tokens = Array.from({ length: sizes.people }, () => makeDeviceToken(randomBytes));
    await client.query(DEVICES, [tokens.map(hashOfDeviceToken)]);
    await client.query('vacuum analyze');
    const { rows } = await client.query<Omit<StagedPerson, 'deviceToken'>>(PEOPLE);
    return rows.map((row, index) => ({ ...row, deviceToken: tokens[index] ?? '' }));
  } finally {
    await client.end();
  }
}
