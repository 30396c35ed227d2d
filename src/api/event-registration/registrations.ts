import type { Knex } from 'knex';
import { createDocumentId } from '../../lib/document-id';
import { toSql, type RowRule } from '../../lib/row-rule';
import type { EventFacts } from './decide-registration';

type Status = 'registered' | 'waiting';

/** The documentIds of a person and of an event. */
interface Registering {
  person: string;
  event: string;
}

const columnOf = (attribute: string): string => {
  if (attribute === 'id') return 'event.id';
  throw new Error(`No rule about events is expected to name ${attribute}`);
};

/**
 * Holds the person's account, so that it stays, and then the event: whoever else changes who comes
 * waits until the transaction ends. Always in this order. Relies on up_users_document_key.
 * @returns whether the account is there.
 */
async function hold(trx: Knex.Transaction, { person, event }: Registering): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `with person as materialized (
       select id from up_users where document_id = :person for key share
     )
     select events_hold(:event) from person`,
    { person, event },
  );
  return rows.length > 0;
}

/** Published events within `rule`; nothing for any other. Relies on events_document_idx. */
async function readEvent(
  trx: Knex.Transaction,
  { person, event, rule }: Registering & { rule: RowRule },
): Promise<EventFacts | undefined> {
  const { sql, bindings } = toSql(rule, columnOf);
  const { rows } = await trx.raw<{ rows: EventFacts[] }>(
    `with counted as (
       select cast(count(*) filter (where registration_status = 'registered') as integer)
                as registered,
              cast(count(*) filter (where registration_status = 'waiting') as integer) as waiting,
              coalesce(bool_or(user_document_id = :person), false) as is_registered
         from event_registrations
        where event_document_id = :event
     )
     select coalesce(event.ends_at, event.starts_at) < clock_timestamp() at time zone 'utc'
              as "isOver",
            coalesce(event.registration_closes_at <= clock_timestamp() at time zone 'utc', false)
              as "isClosed",
            counted.is_registered as "isRegistered", event.capacity,
            coalesce(event.has_waiting_list, false) as "hasWaitingList",
            counted.registered, counted.waiting
       from events as event, counted
      where event.document_id = :event and event.published_at is not null and ${sql}`,
    { ...bindings, person, event },
  );
  return rows[0];
}

/** With links to every version of the event, as the panel makes them. @returns since when. */
async function insert(
  trx: Knex.Transaction,
  { person, event, status }: Registering & { status: Status },
): Promise<Date> {
  const { rows } = await trx.raw<{ rows: { registeredAt: Date }[] }>(
    `with moment as (select clock_timestamp() at time zone 'utc' as now),
     made as (
       insert into event_registrations (document_id, user_document_id, event_document_id,
              registration_status, created_at, updated_at, published_at)
       select :documentId, :person, :event, :status, now, now, now from moment
       returning id, created_at
     ),
     linked_event as (
       insert into event_registrations_event_lnk (event_registration_id, event_id)
       select made.id, version.id from made, events as version where version.document_id = :event
     ),
     linked_user as (
       insert into event_registrations_user_lnk (event_registration_id, user_id)
       select made.id, account.id
         from made, up_users as account
        where account.document_id = :person
     )
     select created_at as "registeredAt" from made`,
    { documentId: createDocumentId(), person, event, status },
  );
  const [row] = rows;
  if (!row) throw new Error('The registration was not stored');
  return row.registeredAt;
}

/** Whoever waits longest moves up by a trigger. @returns what they had; undefined when nothing. */
async function remove(
  trx: Knex.Transaction,
  { person, event }: Registering,
): Promise<Status | undefined> {
  const { rows } = await trx.raw<{ rows: { status: Status }[] }>(
    `delete from event_registrations
      where user_document_id = :person and event_document_id = :event
     returning registration_status as status`,
    { person, event },
  );
  return rows[0]?.status;
}

export const registrations = { hold, readEvent, insert, remove };
export type Registrations = typeof registrations;
