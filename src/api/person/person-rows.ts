import type { Knex } from 'knex';
import type { Person, PersonListQuery, SortKey } from './person-fields';

export type PersonFilter = Pick<PersonListQuery, 'search' | 'status' | 'track' | 'group'> & {
  /** By their ids the planner knows whether a role has few people or nearly all. */
  roleIds?: number[] | undefined;
};
/** What a page begins behind: value of its order, and id. */
export type Position = readonly [value: string, id: number];

export interface FoundPerson {
  person: Person;
  position: Position;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const NEVER = `cast('-infinity' as timestamp)`;

/** Fixed pieces of SQL. Each order has its index (people_names_sort_idx, accounts_users_email_key, ...). */
const ORDERS: Record<SortKey, { key: string; type: string }> = {
  name: { key: 'names.sort_name', type: 'text' },
  email: { key: 'lower(account.email)', type: 'text' },
  createdAt: { key: `coalesce(account.created_at, ${NEVER})`, type: 'timestamp' },
  lastSignInAt: { key: `coalesce(account.last_sign_in_at, ${NEVER})`, type: 'timestamp' },
};

const CONDITIONS: Record<keyof PersonFilter, string> = {
  search: 'names.search_text like :pattern',
  roleIds: 'account.id in (select user_id from up_users_role_lnk where role_id = any(:roleIds))',
  status: 'account.account_status = :status',
  track: 'account.track = :track',
  group: `account.document_id in (select membership.user_document_id
                                    from group_memberships as membership
                                    join groups on groups.document_id = membership.group_document_id
                                   where groups.document_id = :group or groups.code = upper(:group))`,
};
const WITHOUT_GROUP = `not exists (select 1
                                     from group_memberships as membership
                                    where membership.user_document_id = account.document_id)`;
const FROM = 'up_users as account join people_names as names on names.user_id = account.id';

/** What a person is made of, taken while it is found. */
const FOUND = `
  account.id, account.document_id, account.email, account.username, account.track,
  account.account_status, account.is_protected, account.created_at, account.email_verified_at,
  account.last_sign_in_at, names.name`;

/**
 * A person as administrators see it; `found` is at hand. Subqueries and no joins: how many rows of a
 * link belong to one person the planner does not know before the first analyze, and it prepares for
 * far too many.
 */
const PERSON = `
  json_build_object(
    'id', found.document_id, 'email', found.email, 'username', found.username,
    'name', found.name, 'firstName', profile.first_name, 'lastName', profile.last_name,
    'role', (select role.type
               from up_users_role_lnk as link
               join up_roles as role on role.id = link.role_id
              where link.user_id = found.id
              limit 1),
    'track', found.track, 'status', found.account_status,
    'isProtected', coalesce(found.is_protected, false),
    'groups', coalesce(
      (select json_agg(json_build_object('id', groups.document_id, 'code', groups.code,
                                         'name', groups.name) order by groups.code)
         from group_memberships as membership
         join groups on groups.document_id = membership.group_document_id
        where membership.user_document_id = found.document_id),
      '[]'),
    'createdAt', to_char(found.created_at, ${ISO}),
    'emailVerifiedAt', to_char(found.email_verified_at, ${ISO}),
    'lastSignInAt', to_char(found.last_sign_in_at, ${ISO})
  )`;
const WITH_PROFILE = `
  left join lateral (select profile.first_name, profile.last_name
                       from profiles_user_lnk as link
                       join profiles as profile on profile.id = link.profile_id
                      where link.user_id = found.id
                      limit 1) as profile on true`;

function conditionsOf(filter: PersonFilter): string[] {
  const names = Object.keys(CONDITIONS) as (keyof PersonFilter)[]; // exactly the keys of the record
  return names
    .filter((name) => filter[name] !== undefined)
    .map((name) =>
      name === 'group' && filter.group === 'none' ? WITHOUT_GROUP : CONDITIONS[name],
    );
}

/** What was typed stands for itself, percent signs included. */
const bindingsOf = ({ search, ...rest }: PersonFilter) => ({
  ...rest,
  pattern:
    search &&
    `%${search
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`,
});

const given = (bindings: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(bindings).filter(([, value]) => value !== undefined)) as Record<
    string,
    string | number
  >; // what is left out is no binding

export const personRows = {
  async findRoleIds(db: Knex, type: string): Promise<number[]> {
    const { rows } = await db.raw<{ rows: { id: number }[] }>(
      'select id from up_roles where type = :type',
      { type },
    );
    return rows.map(({ id }) => id);
  },

  async count(db: Knex, filter: PersonFilter): Promise<number> {
    const from = filter.search === undefined ? 'up_users as account' : FROM;
    const { rows } = await db.raw<{ rows: { total: number }[] }>(
      `select cast(count(*) as integer) as total
         from ${from}
        where ${conditionsOf(filter).join(' and ') || 'true'}`,
      given(bindingsOf(filter)),
    );
    return rows[0]?.total ?? 0;
  },

  /** The people after a position, one statement with their groups. */
  async findAfter(
    db: Knex,
    {
      filter,
      sort,
      after,
      limit,
    }: {
      filter: PersonFilter;
      sort: { key: SortKey; isDescending: boolean };
      after: Position | null;
      limit: number;
    },
  ): Promise<FoundPerson[]> {
    const { key, type } = ORDERS[sort.key];
    const direction = sort.isDescending ? 'desc' : 'asc';
    const conditions = conditionsOf(filter);
    if (after) {
      const sign = sort.isDescending ? '<' : '>';
      conditions.push(`(${key}, account.id) ${sign} (cast(:afterValue as ${type}), :afterId)`);
    }
    const { rows } = await db.raw<{ rows: { id: number; value: string; person: string }[] }>(
      `with found as materialized (
         select ${FOUND}, ${key} as value
           from ${FROM}
          where ${conditions.join(' and ') || 'true'}
          order by ${key} ${direction}, account.id ${direction}
          limit :limit
       )
       select found.id, cast(found.value as text) as value, cast(${PERSON} as text) as person
         from found ${WITH_PROFILE}
        order by found.value ${direction}, found.id ${direction}`,
      given({
        ...bindingsOf(filter),
        limit,
        ...(after && { afterValue: after[0], afterId: after[1] }),
      }),
    );
    return rows.map((row) => ({
      // The statement above made it.
      person: JSON.parse(row.person) as Person,
      position: [row.value, row.id],
    }));
  },

  async findOne(db: Knex, documentId: string): Promise<Person | null> {
    const { rows } = await db.raw<{ rows: { person: string }[] }>(
      `with found as materialized (
         select ${FOUND} from ${FROM} where account.document_id = :documentId
       )
       select cast(${PERSON} as text) as person from found ${WITH_PROFILE}`,
      { documentId },
    );
    const [row] = rows;
    return row ? (JSON.parse(row.person) as Person) : null;
  },
};

export type PersonRows = typeof personRows;
