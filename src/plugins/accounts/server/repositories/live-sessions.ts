import type { Knex } from 'knex';
import type { UserPrincipal } from '../../contract/principal';

/** A session that is alive, and when it was last noted as used. */
export interface LiveSession {
  principal: UserPrincipal;
  lastUsedAt: Date;
}

interface Row {
  id: string;
  user_id: number;
  document_id: string;
  role: string;
  track: string | null;
  authenticated_at: Date;
  last_used_at: Date;
}

function toLive(row: Row): LiveSession {
  const principal: UserPrincipal = {
    kind: 'user',
    userId: row.user_id,
    documentId: row.document_id,
    sessionId: row.id,
    authenticatedAt: row.authenticated_at,
    role: row.role,
    track: row.track,
    status: 'active',
  };
  return { principal, lastUsedAt: row.last_used_at };
}

/** The question that every request asks: is this session alive, and who is it now? */
export const liveSessionRepository = {
  async find(db: Knex, id: string, at: Date): Promise<LiveSession | null> {
    const [live] = await this.findMany(db, [id], at);
    return live ?? null;
  },

  /** Relies on the primary keys and on the index of the role link by user. */
  async findMany(db: Knex, ids: readonly string[], at: Date): Promise<LiveSession[]> {
    const { rows } = await db.raw<{ rows: Row[] }>(
      `select session.id, session.user_id, session.authenticated_at, session.last_used_at,
              person.document_id, person.track, role.type as role
         from accounts_sessions as session
         join up_users as person on person.id = session.user_id
         join up_users_role_lnk as link on link.user_id = person.id
         join up_roles as role on role.id = link.role_id
        where session.id = any(:ids) and session.ended_at is null
          and session.expires_at > :at and session.idle_expires_at > :at
          and person.account_status = 'active'`,
      { ids: [...ids], at },
    );
    return rows.map(toLive);
  },

  /** Writes only when the last note is older, so that many requests and servers make one write. */
  async noteUse(
    db: Knex,
    ids: readonly string[],
    { at, ifBefore }: { at: Date; ifBefore: Date },
  ): Promise<void> {
    await db.raw(
      `update accounts_sessions
          set last_used_at = :at
        where id = any(:ids) and last_used_at < :ifBefore`,
      { ids: [...ids], at, ifBefore },
    );
  },
};

export type LiveSessionRepository = typeof liveSessionRepository;
