import type { Knex } from 'knex';
import type { Person, PersonListQuery, SortKey } from './person-fields';

type Filter = Pick<PersonListQuery, 'search' | 'role' | 'status' | 'track' | 'group'>;
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

const CONDITIONS: Record<keyof Filter, string> = {
  search: 'names.search_text like :pattern',
  role: `account.id in (select link.user_id
                          from up_users_role_lnk as link
                          join up_roles as role on role.id = link.role_id
                         where role.type = :role)`,
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

/** A person as administrators see it; `account` and `names` are at hand. */
const PERSON = `
  json_build_object(
    'id', account.document_id, 'email', account.email, 'username', account.username,
    'name', names.name, 'firstName', profile.first_name, 'lastName', profile.last_name,
    'role', role.type, 'track', account.track, 'status', account.account_status,
    'isProtected', coalesce(account.is_protected, false),
    'groups', coalesce(
      (select json_agg(json_build_object('id', groups.document_id, 'code', groups.code,
                                         'name', groups.name) order by groups.code)
         from group_memberships as membership
         join groups on groups.document_id = membership.group_document_id
        where membership.user_document_id = account.document_id),
      '[]'),
    'createdAt', to_char(account.created_at, ${ISO}),
    'emailVerifiedAt', to_char(account.email_verified_at, ${ISO}),
    'lastSignInAt', to_char(account.last_sign_in_at, ${ISO})
  )`;
const WITH_DETAILS = `
  left join profiles_user_lnk as profile_link on profile_link.user_id = account.id
  left join profiles as profile on profile.id = profile_link.profile_id
  left join up_users_role_lnk as role_link on role_link.user_id = account.id
  left join up_roles as role on role.id = role_link.role_id`;

function conditionsOf(filter: Filter): string[] {
  const names = Object.keys(CONDITIONS) as (keyof Filter)[]; // exactly the keys of the record
  return names
    .filter((name) => filter[name] !== undefined)
    .map((name) =>
      name === 'group' && filter.group === 'none' ? WITHOUT_GROUP : CONDITIONS[name],
    );
}

/** What was typed stands for itself, percent signs included. */
const bindingsOf = ({ search, ...rest }: Filter) => ({
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
  async count(db: Knex, filter: Filter): Promise<number> {
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
      filter: Filter;
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
      `with page as materialized (
         select account.id, ${key} as value
           from ${FROM}
          where ${conditions.join(' and ') || 'true'}
          order by ${key} ${direction}, account.id ${direction}
          limit :limit
       )
       select page.id, cast(page.value as text) as value, cast(${PERSON} as text) as person
         from page
         join up_users as account on account.id = page.id
         join people_names as names on names.user_id = account.id ${WITH_DETAILS}
        order by page.value ${direction}, page.id ${direction}`,
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
      `select cast(${PERSON} as text) as person
         from ${FROM} ${WITH_DETAILS}
        where account.document_id = :documentId`,
      { documentId },
    );
    const [row] = rows;
    return row ? (JSON.parse(row.person) as Person) : null;
  },
};

export type PersonRows = typeof personRows;
