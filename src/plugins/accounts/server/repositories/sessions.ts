import type { Knex } from 'knex';
import type { AccountStatus } from '../../contract/principal';
import type { SessionTransport } from '../../contract/request-origin';
import type { SessionAccount, SessionEndReason, SessionMethod } from '../domain/session';

export interface NewSession {
  id: string;
  userId: number;
  transport: SessionTransport;
  method: SessionMethod;
  address: string;
  device: string;
  createdAt: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
}

interface AccountRow {
  user_id: number;
  document_id: string;
  email: string;
  username: string;
  track: string | null;
  status: AccountStatus;
  role: string;
}

/** A session, over or not, and its person. */
export interface KnownSession {
  id: string;
  device: string;
  transport: SessionTransport;
  expiresAt: Date;
  isOver: boolean;
  account: SessionAccount;
}

export interface SessionListing {
  id: string;
  device: string;
  address: string;
  createdAt: Date;
  lastUsedAt: Date;
}

const toAccount = (row: AccountRow): SessionAccount => ({
  userId: row.user_id,
  documentId: row.document_id,
  email: row.email,
  username: row.username,
  role: row.role,
  track: row.track,
  status: row.status,
});

type KnownRow = AccountRow & {
  id: string;
  device: string;
  transport: SessionTransport;
  expires_at: Date;
  is_over: boolean;
};

const toKnownSession = (row: KnownRow): KnownSession => ({
  id: row.id,
  device: row.device,
  transport: row.transport,
  expiresAt: row.expires_at,
  isOver: row.is_over,
  account: toAccount(row),
});

const KNOWN_SESSION = `
  select session.id, session.device, session.transport, session.expires_at,
         person.id as user_id, person.document_id, person.email, person.username, person.track,
         person.account_status as status, role.type as role,
         session.ended_at is not null or session.expires_at <= :at
           or session.idle_expires_at <= :at or person.account_status <> 'active' as is_over
    from accounts_sessions as session
    join up_users as person on person.id = session.user_id
    join up_users_role_lnk as link on link.user_id = person.id
    join up_roles as role on role.id = link.role_id
   where session.id = :id`;

/** SQL of sessions. Moments come from the caller, so that a test can pass the clock by hand. */
export const sessionRepository = {
  /** Notes a sign-in at the account and locks its row; null when nobody may sign in with it. */
  async admit(db: Knex, userId: number, at: Date): Promise<SessionAccount | null> {
    const { rows } = await db.raw<{ rows: AccountRow[] }>(
      `with person as (
         update up_users
            set last_sign_in_at = :at
          where id = :userId and account_status = 'active'
         returning id, document_id, email, username, track, account_status
       )
       select person.id as user_id, person.document_id, person.email, person.username,
              person.track, person.account_status as status, role.type as role
         from person
         join up_users_role_lnk as link on link.user_id = person.id
         join up_roles as role on role.id = link.role_id`,
      { userId, at },
    );
    return rows[0] ? toAccount(rows[0]) : null;
  },

  async insert(db: Knex, session: NewSession): Promise<void> {
    await db.raw(
      `insert into accounts_sessions
         (id, user_id, transport, method, address, device, created_at, authenticated_at,
          last_used_at, idle_expires_at, expires_at)
       values (:id, :userId, :transport, :method, :address, :device, :createdAt, :createdAt,
          :createdAt, :idleExpiresAt, :expiresAt)`,
      { ...session },
    );
  },

  /** Relies on the primary key. */
  async find(db: Knex, id: string, at: Date): Promise<KnownSession | null> {
    const { rows } = await db.raw<{ rows: KnownRow[] }>(KNOWN_SESSION, { id, at });
    return rows[0] ? toKnownSession(rows[0]) : null;
  },

  /** The same, after waiting for whoever else refreshes or ends the session. */
  async lock(trx: Knex.Transaction, id: string, at: Date): Promise<KnownSession | null> {
    const statement = `${KNOWN_SESSION} for update of session`;
    const { rows } = await trx.raw<{ rows: KnownRow[] }>(statement, { id, at });
    return rows[0] ? toKnownSession(rows[0]) : null;
  },

  async prolong(
    db: Knex,
    session: { id: string; at: Date; idleExpiresAt: Date; address: string; device: string },
  ): Promise<void> {
    await db.raw(
      `update accounts_sessions
          set last_used_at = :at, idle_expires_at = :idleExpiresAt, address = :address, device = :device
        where id = :id`,
      session,
    );
  },

  /** The live sessions of a person, last used first. Relies on accounts_sessions_live. */
  async list(db: Knex, userId: number, at: Date): Promise<SessionListing[]> {
    type Row = Omit<SessionListing, 'createdAt' | 'lastUsedAt'> & {
      created_at: Date;
      last_used_at: Date;
    };
    const { rows } = await db.raw<{ rows: Row[] }>(
      `select id, device, address, created_at, last_used_at
         from accounts_sessions
        where user_id = :userId and ended_at is null and expires_at > :at and idle_expires_at > :at
        order by last_used_at desc, id`,
      { userId, at },
    );
    return rows.map(({ id, device, address, created_at, last_used_at }) => ({
      id,
      device,
      address,
      createdAt: created_at,
      lastUsedAt: last_used_at,
    }));
  },

  /** Ends one live session of this person; false when there is none of this id. */
  async end(
    db: Knex,
    session: { id: string; userId: number; reason: SessionEndReason; at: Date },
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `update accounts_sessions
          set ended_at = :at, end_reason = :reason
        where id = :id and user_id = :userId and ended_at is null
          and expires_at > :at and idle_expires_at > :at
       returning id`,
      session,
    );
    return rows.length === 1;
  },

  /** Ends the live sessions of a person but one; resolves to how many. */
  async endAll(
    db: Knex,
    all: { userId: number; reason: SessionEndReason; exceptSessionId: string | null; at: Date },
  ): Promise<number> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `update accounts_sessions
          set ended_at = :at, end_reason = :reason
        where user_id = :userId and ended_at is null
          and id is distinct from cast(:exceptSessionId as uuid)
       returning id`,
      all,
    );
    return rows.length;
  },

  /** Ends what is beyond the newest `keep` sessions of a person, so that their list has an end. */
  async endBeyond(db: Knex, person: { userId: number; keep: number; at: Date }): Promise<void> {
    await db.raw(
      `update accounts_sessions
          set ended_at = :at, end_reason = 'too-many-sessions'
        where id in (
          select id
            from accounts_sessions
           where user_id = :userId and ended_at is null
           order by last_used_at desc, id
          offset :keep
             for update skip locked
        )`,
      person,
    );
  },

  /** Removes sessions that were over before `before`, some at a time; resolves to how many. */
  async deleteOver(db: Knex, { before, limit }: { before: Date; limit: number }): Promise<number> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `delete from accounts_sessions
        where id in (
          select id
            from accounts_sessions
           where least(expires_at, idle_expires_at, ended_at) < :before
           limit :limit
        )
       returning id`,
      { before, limit },
    );
    return rows.length;
  },
};

export type SessionRepository = typeof sessionRepository;
