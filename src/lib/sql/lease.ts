import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const LEASE_TABLE = 'shoal_leases';
const DUPLICATE_CODES = ['23505', '42P07', '42710'];

async function ensureLeaseTable(db: Knex): Promise<void> {
  try {
    await db.raw(
      `create table if not exists ${LEASE_TABLE} (
         name text primary key,
         holder text not null,
         expires_at timestamptz not null
       )`,
    );
  } catch (error) {
    // Two first boots at once: PostgreSQL lets one win and tells the other that the name is taken.
    if (!DUPLICATE_CODES.includes((error as { code?: string }).code ?? '')) throw error;
  }
}

async function take(db: Knex, name: string, holder: string, ttlSeconds: number): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `insert into ${LEASE_TABLE} as lease (name, holder, expires_at)
     values (:name, :holder, now() + make_interval(secs => :ttlSeconds))
     on conflict (name) do update
        set holder = excluded.holder, expires_at = excluded.expires_at
      where lease.expires_at < now() or lease.holder = excluded.holder
     returning name`,
    { name, holder, ttlSeconds },
  );
  return rows.length === 1;
}

interface LeaseOptions {
  name: string;
  /** How long a holder that died keeps others waiting. Renewed while the work goes on. */
  ttlSeconds?: number;
  /** How long to wait for another holder before giving up. */
  waitSeconds?: number;
}

/**
 * Runs `work` while no other process that uses the same database and name does. A row with an
 * expiry instead of an advisory lock: those exclude nobody on the embedded database, whose clients
 * share one session, and are lost or orphaned behind a connection pooler.
 * @throws Error when the lease was not free within `waitSeconds`.
 */
export async function withLease<Result>(
  db: Knex,
  { name, ttlSeconds = 30, waitSeconds = 120 }: LeaseOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await ensureLeaseTable(db);
  const holder = randomUUID();
  const giveUpAt = Date.now() + waitSeconds * 1000;
  while (!(await take(db, name, holder, ttlSeconds))) {
    if (Date.now() > giveUpAt) throw new Error(`The lease "${name}" is held by another process`);
    await sleep(200);
  }
  const renewal = setInterval(
    () => void take(db, name, holder, ttlSeconds).catch(() => undefined),
    (ttlSeconds * 1000) / 3,
  );
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await db(LEASE_TABLE).where({ name, holder }).delete();
  }
}
