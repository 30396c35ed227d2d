import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { importBusy, leaseLost } from '../errors';
import type { LeaseRepository } from '../repositories/leases';

export interface LeaseDependencies {
  db: Knex;
  leases: LeaseRepository;
  ttlSeconds: number;
  host: string;
  pid: number;
  isProcessAlive: (pid: number) => boolean;
}

/** The right to be the one run of a source. */
export interface SourceLease {
  /** Makes sure, in a transaction that writes, that the right is still ours. @throws leaseLost */
  confirm(trx: Knex, runId: number): Promise<void>;
  /** @param trx when others may have it no sooner than they see what else is written. */
  release(trx?: Knex): Promise<void>;
}

/**
 * Takes the lease of a source. A holder that is dead is replaced: at once when it ran on this host,
 * otherwise when its lease has expired.
 * @throws importBusy when somebody alive has it.
 */
export async function takeSourceLease(
  source: string,
  { db, leases, ttlSeconds, host, pid, isProcessAlive }: LeaseDependencies,
): Promise<SourceLease> {
  const holder = randomUUID();
  const wanted = { holder, host, pid, ttlSeconds };
  if (!(await leases.take(db, source, { ...wanted, deadHolder: null }))) {
    const current = await leases.find(db, source);
    const isDead = current !== null && current.host === host && !isProcessAlive(current.pid);
    const deadHolder = isDead ? current.holder : null;
    if (!(await leases.take(db, source, { ...wanted, deadHolder }))) {
      throw importBusy(source, current ?? { host: 'another machine', pid: 0 });
    }
  }
  // Keeps the lease through long waits for the provider; a merge confirms it in its own transaction.
  const renewal = setInterval(
    () => {
      leases
        .renew(db, source, { holder, runId: null, ttlSeconds })
        // The next merge confirms in its transaction and fails with the cause; here nobody listens.
        .catch(() => undefined);
    },
    (ttlSeconds * 1000) / 3,
  );
  return {
    async confirm(trx, runId) {
      if (!(await leases.renew(trx, source, { holder, runId, ttlSeconds })))
        throw leaseLost(source);
    },
    async release(trx = db) {
      clearInterval(renewal);
      await leases.release(trx, source, holder);
    },
  };
}
