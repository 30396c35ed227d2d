import type { Knex } from 'knex';
import type { MarkedAccount, MarkVerified } from '../../contract/mark-verified';
import type { SecurityEvents } from '../../contract/security-event';
import type { UnverifiedAccount, UnverifiedAccountRows } from '../repositories/unverified-accounts';

/** A transaction holds up everybody else on the embedded database, so each one is short. */
const BATCH = 200;

interface Dependencies {
  db: () => Knex;
  rows: UnverifiedAccountRows;
  events: () => SecurityEvents;
  /** What was asked for by mail before has nothing to prove any more. */
  retireFlows: (trx: Knex.Transaction, userId: number) => Promise<unknown>;
}

export function createMarkVerifiedService({
  db,
  rows,
  events,
  retireFlows,
}: Dependencies): MarkVerified {
  async function mark(found: UnverifiedAccount[]): Promise<UnverifiedAccount[]> {
    return db().transaction(async (trx) => {
      const marked: UnverifiedAccount[] = [];
      for (const account of found) {
        if (!(await rows.mark(trx, account.userId))) continue;
        await retireFlows(trx, account.userId);
        await events().record(trx, {
          type: 'marked-verified',
          actor: { kind: 'system', id: null },
          targetId: account.documentId,
          origin: null,
        });
        marked.push(account);
      }
      return marked;
    });
  }

  return {
    async *run({ createdBefore, isDryRun }): AsyncGenerator<MarkedAccount> {
      let afterId = 0;
      for (;;) {
        const found = await rows.find(db(), { createdBefore, afterId, limit: BATCH });
        const last = found.at(-1);
        if (!last) return;
        afterId = last.userId;
        for (const { documentId, username, email } of isDryRun ? found : await mark(found)) {
          yield { id: documentId, username, email };
        }
      }
    },
  };
}
