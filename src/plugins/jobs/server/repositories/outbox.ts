import type { Knex } from 'knex';

/** A sender that gives no sign of life for so long is gone, and its mail is free. */
export const SENDER_SILENT_SECONDS = 60;
/** Any number, the same in every process: counting and claiming follow one another. */
const CLAIM_LOCK = 7_464_666;

const EXPIRE = `
  update jobs_outbox
     set state = case when state = 'failed' then 'failed' else 'expired' end,
         sealed = null, claimed_at = null
   where sealed is not null
     and expires_at <= now()
     and (state <> 'sending' or claimed_at < now() - make_interval(secs => :silentSeconds))`;

export interface NewMailRow {
  id: string;
  kind: string;
  sealed: Buffer;
  expiresAt: Date | undefined;
}

export interface MailRow {
  kind: string;
  sealed: Buffer | null;
  state: 'queued' | 'sending' | 'sent' | 'expired' | 'failed';
  attempts: number;
  isExpired: boolean;
  /** For how long its sender may go on to say nothing; negative when it has said nothing for too long. */
  secondsClaimed: number | null;
}

/** One try to send one mail: it may write down its end as long as no later one has begun. */
export interface Claim {
  id: string;
  attempt: number;
}

export interface HourlyUse {
  count: number;
  /** In how many seconds the first of these is an hour ago. */
  freeInSeconds: number;
}

export const outboxRepository = {
  async insert(trx: Knex, { id, kind, sealed, expiresAt }: NewMailRow): Promise<void> {
    await trx('jobs_outbox').insert({ id, kind, sealed, expires_at: expiresAt ?? null });
  },

  /**
   * Makes transactions that count and claim follow one another. On the embedded database the lock
   * holds nobody up, and need not: its transactions follow one another in any case.
   */
  async takeTurn(trx: Knex): Promise<void> {
    await trx.raw('select pg_advisory_xact_lock(?)', [CLAIM_LOCK]);
  },

  async find(db: Knex, id: string): Promise<MailRow | undefined> {
    const { rows } = await db.raw<{ rows: MailRow[] }>(
      `select kind, sealed, state, attempts,
              coalesce(expires_at <= now(), false) as "isExpired",
              cast(extract(epoch from claimed_at - now()) + :silentSeconds as float)
                as "secondsClaimed"
         from jobs_outbox
        where id = :id`,
      { id, silentSeconds: SENDER_SILENT_SECONDS },
    );
    return rows[0];
  },

  /** What left within the last hour or is leaving now. Relies on jobs_outbox_sent and _claimed. */
  async countWithinHour(trx: Knex): Promise<HourlyUse> {
    const { rows } = await trx.raw<{ rows: { count: number; free_in: number | null }[] }>(
      `select cast(count(*) as integer) as count,
              cast(extract(epoch from min(at) + interval '1 hour' - now()) as float) as free_in
         from (select sent_at as at from jobs_outbox
                where sent_at > now() - interval '1 hour'
               union all
               select claimed_at from jobs_outbox
                where state = 'sending' and claimed_at > now() - interval '1 hour') as used`,
    );
    return { count: rows[0]?.count ?? 0, freeInSeconds: rows[0]?.free_in ?? 0 };
  },

  /** @returns the number of the try, or undefined when somebody else has the mail or it is done. */
  async claim(trx: Knex, id: string): Promise<number | undefined> {
    const { rows } = await trx.raw<{ rows: { attempts: number }[] }>(
      `update jobs_outbox
          set state = 'sending', claimed_at = now(), attempts = attempts + 1
        where id = :id
          and (expires_at is null or expires_at > now())
          and (state = 'queued'
               or state = 'sending' and claimed_at < now() - make_interval(secs => :silentSeconds))
       returning attempts`,
      { id, silentSeconds: SENDER_SILENT_SECONDS },
    );
    return rows[0]?.attempts;
  },

  async showLife(db: Knex, { id, attempt }: Claim): Promise<void> {
    await db('jobs_outbox')
      .where({ id, attempts: attempt, state: 'sending' })
      .update({ claimed_at: db.fn.now() });
  },

  async markSent(db: Knex, { id, attempt }: Claim): Promise<void> {
    await db('jobs_outbox').where({ id, attempts: attempt, state: 'sending' }).update({
      state: 'sent',
      sealed: null,
      sent_at: db.fn.now(),
      claimed_at: null,
      last_error: null,
    });
  },

  async markTried(db: Knex, { id, attempt }: Claim, reason: string): Promise<void> {
    await db('jobs_outbox')
      .where({ id, attempts: attempt, state: 'sending' })
      .update({ state: 'queued', claimed_at: null, last_error: reason });
  },

  async markFailed(db: Knex, { id, attempt }: Claim, reason: string): Promise<void> {
    await db('jobs_outbox')
      .where({ id, attempts: attempt, state: 'sending' })
      .update({ state: 'failed', claimed_at: null, last_error: reason });
  },

  /** Gives up a mail that is worth nothing any more, and forgets what it said. */
  async expire(db: Knex, id: string): Promise<void> {
    await db.raw(`${EXPIRE} and id = :id`, { id, silentSeconds: SENDER_SILENT_SECONDS });
  },

  /** The same for all whose jobs are lost, and for those that were given up already. */
  async expireAll(db: Knex): Promise<void> {
    await db.raw(EXPIRE, { silentSeconds: SENDER_SILENT_SECONDS });
  },

  /** Relies on jobs_outbox_created. */
  async deleteOld(db: Knex): Promise<number> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `delete from jobs_outbox
        where created_at < now() - interval '7 days'
          and (state in ('sent', 'expired') or created_at < now() - interval '30 days')
       returning 1`,
    );
    return rows.length;
  },
};

export type OutboxRepository = typeof outboxRepository;
