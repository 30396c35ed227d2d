import type { Knex } from 'knex';

export interface UnverifiedAccount {
  userId: number;
  documentId: string;
  username: string;
  email: string;
}

/** Rows of a database that knew no status have none. */
const IS_UNVERIFIED = `
  (coalesce(account_status, 'pending') = 'pending'
   or (account_status = 'active' and email_verified_at is null))`;

/** Accounts that are not suspended and whose address was never proven. */
export const unverifiedAccountRows = {
  /** In the order they were made, from after `afterId` on. */
  async find(
    db: Knex,
    { createdBefore, afterId, limit }: { createdBefore: Date; afterId: number; limit: number },
  ): Promise<UnverifiedAccount[]> {
    const { rows } = await db.raw<{ rows: UnverifiedAccount[] }>(
      `select id as "userId", document_id as "documentId", username, email
         from up_users
        where id > :afterId and created_at < :createdBefore and ${IS_UNVERIFIED}
        order by id
        limit :limit`,
      { createdBefore, afterId, limit },
    );
    return rows;
  },

  /** False when it was proven, suspended or removed meanwhile. */
  async mark(trx: Knex, userId: number): Promise<boolean> {
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `update up_users
          set account_status = 'active',
              email_verified_at = now() at time zone 'utc',
              updated_at = now() at time zone 'utc'
        where id = :userId and ${IS_UNVERIFIED}`,
      { userId },
    );
    return rowCount > 0;
  },
};

export type UnverifiedAccountRows = typeof unverifiedAccountRows;
