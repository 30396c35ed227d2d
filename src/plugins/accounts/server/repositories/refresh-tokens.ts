import type { Knex } from 'knex';

export interface StoredRefreshToken {
  hash: Buffer;
  /** When its child was made; null for the newest of a session. */
  replacedAt: Date | null;
}

/** SQL of refresh tokens, which are stored as keyed hashes. */
export const refreshTokenRepository = {
  async insert(
    db: Knex,
    token: { sessionId: string; hash: Buffer; issuedAt: Date },
  ): Promise<void> {
    await db.raw(
      `insert into accounts_refresh_tokens (hash, session_id, issued_at)
       values (:hash, :sessionId, :issuedAt)`,
      token,
    );
  },

  /** Those of the given tokens that this session has. Relies on the primary key. */
  async find(db: Knex, sessionId: string, hashes: Buffer[]): Promise<StoredRefreshToken[]> {
    const { rows } = await db.raw<{ rows: { hash: Buffer; replaced_at: Date | null }[] }>(
      `select hash, replaced_at
         from accounts_refresh_tokens
        where hash = any(cast(:hashes as bytea[])) and session_id = :sessionId`,
      { sessionId, hashes: hashes as unknown as Knex.RawBinding },
    );
    return rows.map(({ hash, replaced_at }) => ({ hash, replacedAt: replaced_at }));
  },

  async replace(db: Knex, hash: Buffer, at: Date): Promise<void> {
    await db.raw(`update accounts_refresh_tokens set replaced_at = :at where hash = :hash`, {
      hash,
      at,
    });
  },
};

export type RefreshTokenRepository = typeof refreshTokenRepository;
