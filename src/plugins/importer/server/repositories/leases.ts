import type { Knex } from 'knex';

/** Who holds or wants a lease. */
export interface LeaseHolder {
  holder: string;
  host: string;
  pid: number;
}

interface LeaseRow extends LeaseHolder {
  source: string;
}

/** Exclusion by source: one row with an expiry on the database's own clock. */
export const leaseRepository = {
  /**
   * Takes the lease when it is free, has expired, or belongs to `deadHolder`.
   * @returns whether it is ours now.
   */
  async take(
    db: Knex,
    source: string,
    wanted: LeaseHolder & { ttlSeconds: number; deadHolder: string | null },
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into importer_leases as lease (source, holder, host, pid, expires_at)
       values (:source, :holder, :host, :pid, now() + make_interval(secs => :ttlSeconds))
           on conflict (source) do update
          set holder = excluded.holder, host = excluded.host, pid = excluded.pid,
              expires_at = excluded.expires_at, run_id = null
        where lease.expires_at < now() or lease.holder = cast(:deadHolder as uuid)
    returning source`,
      { source, ...wanted },
    );
    return rows.length === 1;
  },

  async find(db: Knex, source: string): Promise<LeaseRow | null> {
    const { rows } = await db.raw<{ rows: LeaseRow[] }>(
      `select source, holder, host, pid from importer_leases where source = :source`,
      { source },
    );
    return rows[0] ?? null;
  },

  /** Prolongs the lease and, inside a transaction, keeps others from taking it until the commit. */
  async renew(
    db: Knex,
    source: string,
    lease: { holder: string; runId: number | null; ttlSeconds: number },
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `update importer_leases
          set expires_at = now() + make_interval(secs => :ttlSeconds),
              run_id = coalesce(cast(:runId as bigint), run_id)
        where source = :source and holder = :holder
    returning source`,
      { source, ...lease },
    );
    return rows.length === 1;
  },

  async release(db: Knex, source: string, holder: string): Promise<void> {
    await db.raw(`delete from importer_leases where source = :source and holder = :holder`, {
      source,
      holder,
    });
  },
};

export type LeaseRepository = typeof leaseRepository;
