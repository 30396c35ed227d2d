import type { Knex } from 'knex';
import type { Count, Increment } from '../../../../lib/throttle/counter-store';

export const LIMITS_TABLE = 'accounts_limits';

interface LimitRow {
  key: string;
  points: number;
  /** A bigint, which comes as text. */
  expire: string;
}

/** The counters of the general limits, many at a time. Times are those of this process. */
export const createLimitRepository = (db: Knex) => ({
  /** Adds to each counter or begins it anew. In the order of the keys, so that no two callers wait for each other. */
  async addAll(increments: readonly Increment[], nowMs: number): Promise<Count[]> {
    const { rows } = await db.raw<{ rows: LimitRow[] }>(
      `insert into accounts_limits as kept (key, points, expire)
       select given.key, given.points, given.expire
         from jsonb_to_recordset(cast(:increments as jsonb))
              as given (key text, points integer, expire bigint)
        order by given.key
       on conflict (key) do update
          set points = excluded.points + case when kept.expire > :nowMs then kept.points else 0 end,
              expire = case when kept.expire > :nowMs then kept.expire else excluded.expire end
       returning key, points, expire`,
      {
        increments: JSON.stringify(
          increments.map(({ key, points, endsAtMs }) => ({ key, points, expire: endsAtMs })),
        ),
        nowMs,
      },
    );
    const found = new Map(rows.map((row) => [row.key, row]));
    return increments.map(({ key, points, endsAtMs }) => {
      const row = found.get(key);
      return { used: row?.points ?? points, resetMs: Number(row?.expire ?? endsAtMs) - nowMs };
    });
  },

  /** Relies on accounts_limits_expiry. */
  async deleteOver(nowMs: number): Promise<void> {
    await db.raw('delete from accounts_limits where expire <= :nowMs', { nowMs });
  },
});

export type LimitRepository = ReturnType<typeof createLimitRepository>;
