import type { Knex } from 'knex';

/** An event as its row has it. */
export interface StoredSecurityEvent {
  documentId: string;
  type: string;
  actorKind: string;
  actorId: string | null;
  targetId: string | null;
  address: string | null;
  device: string | null;
  requestId: string | null;
  details: unknown;
}

/** The append-only table behind the content type; nothing else writes it. */
export const securityEventRows = {
  async insert(db: Knex, event: StoredSecurityEvent): Promise<void> {
    await db.raw(
      `insert into accounts_security_events
              (document_id, type, actor_kind, actor_id, target_id, address, device, request_id,
               details, created_at, updated_at, published_at)
       select :documentId, :type, :actorKind, :actorId, :targetId, :address, :device, :requestId,
              cast(:details as jsonb), happened_at, happened_at, happened_at
         from (select clock_timestamp() at time zone 'utc' as happened_at) as clock`,
      { ...event, details: JSON.stringify(event.details) },
    );
  },

  /** Many that happened at the same moment. */
  async insertAll(db: Knex, events: readonly StoredSecurityEvent[]): Promise<void> {
    await db.raw(
      `insert into accounts_security_events
              (document_id, type, actor_kind, actor_id, target_id, address, device, request_id,
               details, created_at, updated_at, published_at)
       select "documentId", type, "actorKind", "actorId", "targetId", address, device, "requestId",
              details, happened_at, happened_at, happened_at
         from jsonb_to_recordset(cast(:events as jsonb)) as event
              ("documentId" text, type text, "actorKind" text, "actorId" text, "targetId" text,
               address text, device text, "requestId" text, details jsonb),
              (select clock_timestamp() at time zone 'utc' as happened_at) as clock`,
      { events: JSON.stringify(events) },
    );
  },

  /** For the rest of this transaction, the trigger of the table lets events go. */
  async allowRemoval(trx: Knex.Transaction): Promise<void> {
    await trx.raw(`select set_config('accounts.security_event_retention', 'on', true)`);
  },

  /** The oldest ones first. Relies on accounts_security_events_created. */
  async removeOlderThan(trx: Knex.Transaction, days: number, limit: number): Promise<number> {
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `delete from accounts_security_events
        where id in (
                select id
                  from accounts_security_events
                 where created_at < (now() at time zone 'utc') - make_interval(days => :days)
                 order by created_at
                 limit :limit)`,
      { days, limit },
    );
    return rowCount;
  },
};

export type SecurityEventRows = typeof securityEventRows;
