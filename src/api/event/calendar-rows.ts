import type { Knex } from 'knex';
import { toSql, type RowRule } from '../../lib/row-rule';

/** What a calendar says of an event. */
export interface CalendarRow {
  documentId: string;
  title: string;
  summary: string | null;
  /** Of the description; a calendar is no place to read on. */
  beginning: string | null;
  startsAt: Date;
  endsAt: Date | null;
  onlineUrl: string | null;
  place: string | null;
  lon: number | null;
  lat: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Calendar programs take no pages; this many events are more than anybody scrolls through. */
const MOST_EVENTS = 1000;

/** Columns of events by their attributes, as far as rules name them. */
const columnOf = (attribute: string): string => {
  if (attribute === 'id') return 'event.id';
  throw new Error(`No rule about events is expected to name ${attribute}`);
};

/** Published events within a rule that are not over for more than a year; of too many, the last. */
export async function findCalendarRows(db: Knex, rule: RowRule): Promise<CalendarRow[]> {
  const { sql, bindings } = toSql(rule, columnOf);
  const { rows } = await db.raw<{ rows: CalendarRow[] }>(
    `select event.document_id as "documentId", event.title, event.summary,
            left(event.description, 500) as beginning,
            event.starts_at as "startsAt", event.ends_at as "endsAt",
            case when event.is_online then event.online_url end as "onlineUrl",
            case when event.is_online then null else event.place end as place,
            case when event.is_online then null else event.decimal_longitude end as lon,
            case when event.is_online then null else event.decimal_latitude end as lat,
            event.created_at as "createdAt", event.updated_at as "updatedAt"
       from events as event
      where event.published_at is not null
        and coalesce(event.ends_at, event.starts_at) >= (now() at time zone 'utc') - interval '1 year'
        and event.starts_at < timestamp '9999-12-31' and event.starts_at > timestamp '1970-01-02'
        and ${sql}
      order by event.starts_at desc, event.document_id
      limit :mostEvents`,
    { ...bindings, mostEvents: MOST_EVENTS },
  );
  return rows.reverse();
}
