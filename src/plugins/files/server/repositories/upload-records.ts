import type { Knex } from 'knex';

/** What is written down before an object is put. */
export interface UploadIntent {
  hash: string;
  /** With its dot. */
  ext: string;
  bytes: number;
}

/** An object that nothing needs any more. */
export interface DeadObject {
  hash: string;
  ext: string;
}

/** How long a put may still arrive that was given up. */
const SETTLED_AFTER = `interval '10 minutes'`;
/** Longer than any request takes. */
const FORGOTTEN_AFTER = `interval '1 hour'`;

/** Whose uploads are whose, and which of them are not finished. */
export const uploadRecords = {
  /** Whoever counts the bytes of a person waits here for others who do. False when the person is gone. */
  async lockPerson(trx: Knex.Transaction, userId: number): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `select id from up_users where id = :userId for no key update`,
      { userId },
    );
    return rows.length > 0;
  },

  /** What a person keeps or is about to. Relies on files_uploads_person. */
  async bytesOf(db: Knex, userId: number): Promise<number> {
    const { rows } = await db.raw<{ rows: { bytes: string }[] }>(
      `select coalesce(sum(bytes), 0) as bytes
         from files_uploads
        where user_id = :userId and (state = 'pending' or file_id is not null)`,
      { userId },
    );
    return Number(rows[0]?.bytes ?? 0);
  },

  async insertIntents(
    trx: Knex.Transaction,
    { userId, provider, intents }: { userId: number; provider: string; intents: UploadIntent[] },
  ): Promise<void> {
    const rows = intents.map((intent) => ({ ...intent, provider, user_id: userId }));
    await trx('files_uploads').insert(rows);
  },

  /** False when the sweeper took the intent in the meantime. */
  async markStored(
    trx: Knex.Transaction,
    { hash, fileId }: { hash: string; fileId: number },
  ): Promise<boolean> {
    const changed = await trx('files_uploads')
      .where({ hash, state: 'pending' })
      .update({ state: 'stored', file_id: fileId });
    return changed === 1;
  },

  async discard(db: Knex, hashes: readonly string[]): Promise<void> {
    await db('files_uploads').whereIn('hash', hashes).update({ state: 'discarded' });
  },

  async remove(db: Knex, hash: string): Promise<void> {
    await db('files_uploads').where({ hash }).whereNull('file_id').delete();
  },

  /**
   * Objects whose file is gone or never came, of this provider. Several servers may find the same:
   * deleting twice does no harm. Relies on files_uploads_age.
   */
  async findDead(db: Knex, provider: string, limit: number): Promise<DeadObject[]> {
    const { rows } = await db.raw<{ rows: DeadObject[] }>(
      `select hash, ext
         from files_uploads
        where file_id is null and provider = :provider
          and ((state = 'pending' and created_at < now() - ${FORGOTTEN_AFTER})
            or (state = 'discarded' and created_at < now() - ${SETTLED_AFTER})
            or state = 'stored')
        order by created_at
        limit :limit`,
      { provider, limit },
    );
    return rows;
  },
};

export type UploadRecords = typeof uploadRecords;
