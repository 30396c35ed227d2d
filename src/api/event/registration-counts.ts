import type { Knex } from 'knex';

export type RegistrationStatus = 'registered' | 'waiting';

/** How many come to an event and wait for it, and whether the caller is one of them. */
export interface RegistrationCounts {
  documentId: string;
  registered: number;
  waiting: number;
  ownStatus: RegistrationStatus | null;
  /** The caller's place in the waiting list, from 1; counts who waits ahead, and them. */
  ownPosition: number;
}

/**
 * Counts for events that have any registration. `person` is the documentId of who asks. Relies on
 * event_registrations_event_idx and event_registrations_person_key.
 */
export async function countRegistrations(
  db: Knex,
  { events, person }: { events: readonly string[]; person: string | null },
): Promise<Map<string, RegistrationCounts>> {
  const { rows } = await db.raw<{ rows: RegistrationCounts[] }>(
    `with own as (
       select id, event_document_id, registration_status
         from event_registrations
        where user_document_id = :person and event_document_id = any(:events)
     )
     select counted.event_document_id as "documentId",
            cast(count(*) filter (where counted.registration_status = 'registered') as integer)
              as registered,
            cast(count(*) filter (where counted.registration_status = 'waiting') as integer)
              as waiting,
            own.registration_status as "ownStatus",
            cast(count(*) filter (where counted.registration_status = 'waiting'
                                    and counted.id <= own.id) as integer) as "ownPosition"
       from event_registrations as counted
       left join own on own.event_document_id = counted.event_document_id
      where counted.event_document_id = any(:events)
      group by counted.event_document_id, own.registration_status`,
    { events: [...events], person },
  );
  return new Map(rows.map((row) => [row.documentId, row]));
}
