import type { Knex } from 'knex';
import type {
  AccountEvent,
  AccountLine,
  AccountListQuery,
  AccountSession,
  RoleName,
} from '../../contract/account-admin';

type Filter = Pick<AccountListQuery, 'search' | 'status'>;

/** Times as the driver gives them; on the wire they are text. */
type Timed<Row> = { [Key in keyof Row]: Key extends `${string}At` ? Date | null : Row[Key] };
export type LineRow = Timed<AccountLine>;
export type SessionRow = Timed<AccountSession>;
export type EventRow = Timed<AccountEvent>;

/** Columns of a line. Strapi keeps times without a zone, in UTC. */
const LINE = `
  account.document_id as id, account.username, account.email,
  account.account_status as status, account.track,
  case when role.id is null then null
       else json_build_object('type', role.type, 'name', role.name) end as role,
  account.created_at at time zone 'utc' as "createdAt",
  account.email_verified_at at time zone 'utc' as "emailVerifiedAt",
  account.last_sign_in_at at time zone 'utc' as "lastSignInAt",
  (select cast(count(*) as integer)
     from accounts_sessions as session
    where session.user_id = account.id
      and session.ended_at is null
      and least(session.idle_expires_at, session.expires_at) > now()) as "liveSessions"`;

const WITH_ROLE = `
  up_users as account
  left join up_users_role_lnk as link on link.user_id = account.id
  left join up_roles as role on role.id = link.role_id`;

const MATCHES = `
  (cast(:status as text) is null or account.account_status = :status)
  and (cast(:pattern as text) is null
       or lower(account.email) like :pattern
       or lower(account.username) like :pattern)`;

/** What was typed stands for itself, percent signs included. */
const bindingsOf = ({ search, status }: Filter) => ({
  status: status ?? null,
  pattern: search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null,
});

/** Reads accounts as the panel shows them. A part of an address is found by reading them all. */
export const createAccountOverviewRows = (db: Knex) => ({
  async count(filter: Filter): Promise<number> {
    const { rows } = await db.raw<{ rows: { total: number }[] }>(
      `select cast(count(*) as integer) as total from up_users as account where ${MATCHES}`,
      bindingsOf(filter),
    );
    return rows[0]?.total ?? 0;
  },

  /** The newest accounts first. */
  async findPage(query: AccountListQuery): Promise<LineRow[]> {
    const { rows } = await db.raw<{ rows: LineRow[] }>(
      `select ${LINE}
         from ${WITH_ROLE}
        where ${MATCHES}
        order by account.id desc
        limit :pageSize offset :skipped`,
      {
        ...bindingsOf(query),
        pageSize: query.pageSize,
        skipped: (query.page - 1) * query.pageSize,
      },
    );
    return rows;
  },

  async findOne(documentId: string): Promise<LineRow | null> {
    const { rows } = await db.raw<{ rows: LineRow[] }>(
      `select ${LINE}
         from ${WITH_ROLE}
        where account.document_id = :documentId`,
      { documentId },
    );
    return rows[0] ?? null;
  },

  /** Live ones first, then those that ended last. Relies on accounts_sessions_live for the first. */
  async findSessions(documentId: string, limit: number): Promise<SessionRow[]> {
    const { rows } = await db.raw<{ rows: SessionRow[] }>(
      `select session.id, session.method, session.transport, session.address, session.device,
              session.created_at as "createdAt", session.last_used_at as "lastUsedAt",
              least(session.idle_expires_at, session.expires_at) as "expiresAt",
              session.ended_at is null
                and least(session.idle_expires_at, session.expires_at) > now() as "isLive",
              session.ended_at as "endedAt", session.end_reason as "endReason"
         from accounts_sessions as session
         join up_users as account on account.id = session.user_id
        where account.document_id = :documentId
        order by "isLive" desc, session.last_used_at desc
        limit :limit`,
      { documentId, limit },
    );
    return rows;
  },

  /** The latest of one account. Relies on accounts_security_events_target. */
  async findEvents(documentId: string, limit: number): Promise<EventRow[]> {
    const { rows } = await db.raw<{ rows: EventRow[] }>(
      `select event.document_id as id, event.type, event.actor_kind as "actorKind",
              coalesce(staff.firstname, staff.username, person.username) as "actorName",
              event.address, event.device, event.request_id as "requestId",
              cast(coalesce(event.details, '{}') as json) as details,
              event.created_at at time zone 'utc' as "createdAt"
         from accounts_security_events as event
         left join admin_users as staff
           on event.actor_kind = 'panel' and cast(staff.id as text) = event.actor_id
         left join up_users as person
           on event.actor_kind = 'user' and person.document_id = event.actor_id
        where event.target_id = :documentId
        order by event.id desc
        limit :limit`,
      { documentId, limit },
    );
    return rows;
  },

  /** Roles that an account can be given; `public` is for those who have none. */
  async findRoles(): Promise<RoleName[]> {
    const { rows } = await db.raw<{ rows: RoleName[] }>(
      `select type, name from up_roles where type <> 'public' order by name`,
    );
    return rows;
  },
});

export type AccountOverviewRows = ReturnType<typeof createAccountOverviewRows>;
