import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { readableContent } from '../../../access/content';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import { writeCalendar } from '../calendar';
import { findCalendarRows, type CalendarRow } from '../calendar-rows';

export interface Calendar {
  etag: string;
  /** Written when it is asked for. */
  text: () => Promise<string>;
}

export interface CalendarService {
  read(principal: Principal): Promise<Calendar>;
}

/** As many as there are kinds of readers; they all ask every hour, and events change seldom. */
const KEPT = 8;

const etagOf = (rows: CalendarRow[], host: string) =>
  `"${createHash('sha256')
    .update(JSON.stringify([host, rows]))
    .digest('base64url')
    .slice(0, 22)}"`;

/** The events that somebody may see, as a calendar. */
export default ({ strapi }: { strapi: Core.Strapi }): CalendarService => {
  const host = new URL(strapi.config.get<string>('server.url')).hostname;
  const written = new Map<string, Promise<string>>();

  function textOf(etag: string, rows: CalendarRow[]): Promise<string> {
    const text = written.get(etag) ?? writeCalendar(rows, host);
    written.delete(etag);
    written.set(etag, text);
    const [oldest] = written.keys();
    if (written.size > KEPT && oldest !== undefined) written.delete(oldest);
    text.catch(() => written.delete(etag));
    return text;
  }

  return {
    async read(principal) {
      const rule = readableContent('events')(principal);
      const rows = await findCalendarRows(strapi.db.connection, rule);
      const etag = etagOf(rows, host);
      return { etag, text: () => textOf(etag, rows) };
    },
  };
};
