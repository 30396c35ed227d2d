import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import type { SecurityEvent, SecurityEvents } from '../../contract/security-event';
import { describeDevice } from '../domain/device';
import { keepableDetails } from '../domain/event-details';
import type { SecurityEventRows, StoredSecurityEvent } from '../repositories/security-events';

export interface SecurityEventsService extends SecurityEvents {
  /** As `record`, for many at once, in one statement. */
  recordAll(db: Knex, events: readonly SecurityEvent[]): Promise<void>;
  /** Removes what is older, a batch in a transaction; safe to repeat. Resolves to how many went. */
  deleteOlderThan(db: Knex, days: number): Promise<number>;
}

/** A transaction holds up everybody else on the embedded database, so each one is short. */
const BATCH = 5_000;

const toStored = ({
  type,
  actor,
  targetId,
  origin,
  details,
}: SecurityEvent): StoredSecurityEvent => ({
  documentId: createDocumentId(),
  type,
  actorKind: actor.kind,
  actorId: actor.id,
  targetId,
  address: origin?.address ?? null,
  device: origin ? describeDevice(origin.userAgent) : null,
  requestId: origin?.requestId ?? null,
  details: keepableDetails(details),
});

export function createSecurityEventsService({
  rows,
}: {
  rows: SecurityEventRows;
}): SecurityEventsService {
  return {
    async record(db, event) {
      await rows.insert(db, toStored(event));
    },

    async recordAll(db, events) {
      if (events.length > 0) await rows.insertAll(db, events.map(toStored));
    },

    async deleteOlderThan(db, days) {
      let removed = 0;
      for (;;) {
        const count = await db.transaction(async (trx) => {
          await rows.allowRemoval(trx);
          return rows.removeOlderThan(trx, days, BATCH);
        });
        removed += count;
        if (count < BATCH) return removed;
      }
    },
  };
}
