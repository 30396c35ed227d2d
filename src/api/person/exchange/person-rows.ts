import type { Knex } from 'knex';
import type { AccountStatus } from '../../../plugins/accounts/contract/principal';
import type { PersonFilters } from './person-columns';

/** A person as exports show them; `key` is the order of pages. */
export interface PersonRow {
  key: number;
  id: string;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  dateOfBirth: string | null;
  organisation: string | null;
  role: string | null;
  track: string | null;
  status: AccountStatus;
  groups: string[] | null;
  isProtected: boolean;
  createdAt: Date | null;
  emailVerifiedAt: Date | null;
  lastSignInAt: Date | null;
}

const GROUP_CODES = `
  array(select work_group.code
          from group_memberships as membership
          join groups as work_group on work_group.document_id = membership.group_document_id
         where membership.user_document_id = account.document_id
         order by work_group.code)`;

/** Strapi keeps moments without a zone, in UTC. Groups cost a look for each person. */
const selected = ({ withGroups }: { withGroups: boolean }) => `
  select account.id as key, account.document_id as id, account.email, account.username,
         profile.first_name as "firstName", profile.last_name as "lastName",
         to_char(profile.date_of_birth, 'YYYY-MM-DD') as "dateOfBirth", profile.organisation,
         role.type as role, account.track, account.account_status as status,
         coalesce(account.is_protected, false) as "isProtected",
         ${withGroups ? GROUP_CODES : 'null'} as groups,
         account.created_at at time zone 'utc' as "createdAt",
         account.email_verified_at at time zone 'utc' as "emailVerifiedAt",
         account.last_sign_in_at at time zone 'utc' as "lastSignInAt"
    from up_users as account
    left join profiles_user_lnk as profile_link on profile_link.user_id = account.id
    left join profiles as profile on profile.id = profile_link.profile_id
    left join up_users_role_lnk as role_link on role_link.user_id = account.id
    left join up_roles as role on role.id = role_link.role_id`;

const MATCHES = `
  (cast(:role as text) is null or role.type = :role)
  and (cast(:status as text) is null or account.account_status = :status)
  and (cast(:track as text) is null or account.track = :track)
  and (cast(:pattern as text) is null
       or lower(account.email) like :pattern
       or lower(account.username) like :pattern
       or lower(concat_ws(' ', profile.first_name, profile.last_name)) like :pattern)
  and (cast(:group as text) is null
       or exists (select 1
                    from group_memberships as membership
                    join groups as work_group
                      on work_group.document_id = membership.group_document_id
                   where membership.user_document_id = account.document_id
                     and (work_group.code = upper(:group) or work_group.document_id = :group)))`;

/** What was typed stands for itself, percent signs included. */
const bindingsOf = ({ role, status, track, group, search }: PersonFilters) => ({
  role: role ?? null,
  status: status ?? null,
  track: track ?? null,
  group: group ?? null,
  pattern: search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null,
});

interface PersonPage {
  filters: PersonFilters;
  withGroups: boolean;
  after: number;
  limit: number;
}

/** Statements about people as they leave and come in. */
export const personRows = {
  /** In the order of their accounts. Relies on the primary key and profiles_user_key. */
  async page(db: Knex, { filters, withGroups, after, limit }: PersonPage): Promise<PersonRow[]> {
    const { rows } = await db.raw<{ rows: PersonRow[] }>(
      `${selected({ withGroups })}
        where account.id > :after and ${MATCHES}
        order by account.id
        limit :limit`,
      { ...bindingsOf(filters), after, limit },
    );
    return rows;
  },

  /** By their ids or addresses. Relies on accounts_users_email_key. */
  async find(
    db: Knex,
    { ids, addresses }: { ids: string[]; addresses: string[] },
  ): Promise<PersonRow[]> {
    const { rows } = await db.raw<{ rows: PersonRow[] }>(
      `${selected({ withGroups: true })}
        where account.document_id = any(:ids) or lower(account.email) = any(:addresses)`,
      { ids, addresses },
    );
    return rows;
  },

  /** Whose these names are, in small letters. Relies on accounts_users_username_key. */
  async ownersOf(db: Knex, usernames: string[]): Promise<Map<string, string>> {
    const { rows } = await db.raw<{ rows: { username: string; id: string }[] }>(
      `select lower(username) as username, document_id as id
         from up_users
        where lower(username) = any(:usernames)`,
      { usernames },
    );
    return new Map(rows.map(({ username, id }) => [username, id]));
  },

  /** The ids of groups by their codes. Relies on groups_code_key. */
  async groupsOf(db: Knex, codes: string[]): Promise<Map<string, string>> {
    const { rows } = await db.raw<{ rows: { code: string; id: string }[] }>(
      `select code, document_id as id from groups where code = any(:codes)`,
      { codes },
    );
    return new Map(rows.map(({ code, id }) => [code, id]));
  },

  /** Types of the roles that an account can be given. */
  async roles(db: Knex): Promise<Set<string>> {
    const { rows } = await db.raw<{ rows: { type: string }[] }>(
      `select type from up_roles where type <> 'public'`,
    );
    return new Set(rows.map(({ type }) => type));
  },

  async idsOf(db: Knex, userIds: number[]): Promise<Map<number, string>> {
    const { rows } = await db.raw<{ rows: { key: number; id: string }[] }>(
      `select id as key, document_id as id from up_users where id = any(:userIds)`,
      { userIds },
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  },
};
