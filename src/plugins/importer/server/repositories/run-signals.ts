import type { Knex } from 'knex';

/** What is said to a run from outside the process that carries it out. */
export const runSignals = {
  /**
   * Asks a run to end. One that nobody carries out has ended by that.
   * @returns whether there was something to end.
   */
  async requestCancel(db: Knex, id: number): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `with held as (
         select exists (select from importer_leases as lease
                          join importer_runs as run on run.source = lease.source
                         where run.id = :id and run.state = 'running'
                           and lease.expires_at > now()) as is_held
       )
       update importer_runs
          set cancel_requested_at = now(),
              state = case when held.is_held then state else 'cancelled' end,
              finished_at = case when held.is_held then finished_at else now() end
         from held
        where id = :id and state in ('queued', 'running', 'paused')
    returning id`,
      { id },
    );
    return rows.length === 1;
  },

  async isCancelRequested(db: Knex, id: number): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `select id from importer_runs where id = :id and cancel_requested_at is not null`,
      { id },
    );
    return rows.length === 1;
  },

  /** Makes a report of a run the caller's. @returns false when there was one already. */
  async claimReport(trx: Knex, id: number): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `update importer_runs set reported_at = now()
        where id = :id and reported_at is null
    returning id`,
      { id },
    );
    return rows.length === 1;
  },

  /** Allows the withdrawals that a run asks about. */
  async confirmWithdrawals(db: Knex, id: number): Promise<void> {
    await db.raw(
      `update importer_runs set confirmed_withdrawals = asked_withdrawals where id = :id`,
      { id },
    );
  },

  /** The newest later run that asked the same and ended well. Relies on importer_runs_source_idx. */
  async findSuccessor(db: Knex, id: number): Promise<number | null> {
    const { rows } = await db.raw<{ rows: { id: string }[] }>(
      `select newer.id from importer_runs as newer
         join importer_runs as this
           on this.source = newer.source and this.parameters_key = newer.parameters_key
        where this.id = :id and newer.id > this.id and newer.state in ('succeeded', 'partial')
        order by newer.id desc limit 1`,
      { id },
    );
    return rows[0] ? Number(rows[0].id) : null;
  },

  /** Queues a run that has stopped. @returns whether it had. */
  async requeue(trx: Knex, id: number): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `update importer_runs
          set state = 'queued', cancel_requested_at = null, error = null, finished_at = null
        where id = :id and state in ('paused', 'failed', 'cancelled')
    returning id`,
      { id },
    );
    return rows.length === 1;
  },
};

export type RunSignals = typeof runSignals;
