import type { Knex } from 'knex';

/** Somebody who moved up from a waiting list, and what they are to be told. */
export interface Promotion {
  email: string;
  /** Accounts that are suspended get no mail. */
  isActive: boolean;
  title: string;
  startsAt: Date;
  endsAt: Date | null;
  place: string | null;
  onlineUrl: string | null;
}

/**
 * Takes up to `limit` people who moved up and were not told, and marks them as told: whoever commits
 * this tells them, nobody else does. Relies on event_registrations_untold_idx.
 */
export async function claimPromotions(trx: Knex.Transaction, limit: number): Promise<Promotion[]> {
  const { rows } = await trx.raw<{ rows: Promotion[] }>(
    `with untold as materialized (
       select id
         from event_registrations
        where promoted_at is not null and promotion_told_at is null
          and registration_status = 'registered'
        order by id
        limit :limit
          for no key update skip locked
     ),
     told as (
       update event_registrations as registration
          set promotion_told_at = clock_timestamp() at time zone 'utc'
         from untold
        where registration.id = untold.id
       returning registration.id, registration.user_document_id, registration.event_document_id
     )
     select account.email, account.account_status = 'active' as "isActive",
            event.title, event.starts_at as "startsAt", event.ends_at as "endsAt",
            case when event.is_online then null else event.place end as place,
            case when event.is_online then event.online_url end as "onlineUrl"
       from told
       join up_users as account on account.document_id = told.user_document_id
       join lateral (select version.title, version.starts_at, version.ends_at, version.is_online,
                            version.place, version.online_url
                       from events as version
                      where version.document_id = told.event_document_id
                      order by version.published_at desc nulls last
                      limit 1) as event on true
      order by told.id`,
    { limit },
  );
  return rows;
}
