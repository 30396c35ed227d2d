import { z } from 'zod';
import { AUDIENCES } from '../../access/content';
import { ROW_RULES } from '../../access/row-rules';
import { NO_ROWS } from '../../lib/row-rule';
import type { Cells } from '../../plugins/exchange/contract/cell';
import type { DocumentColumn, DocumentKind } from '../../plugins/exchange/contract/document-kind';

const UID = 'api::event.event';

const textUpTo = (length: number) => z.string().max(length, `has at most ${length} characters`);
const between = (least: number, most: number) =>
  z.number(`must be from ${least} to ${most}`).min(least).max(most);
const webAddress = textUpTo(2000).regex(/^https?:\/\/\S+$/, 'must begin with http:// or https://');

const attribute = (column: DocumentColumn): DocumentColumn => ({
  ...column,
  attribute: column.name,
});

const COLUMNS: DocumentColumn[] = [
  { name: 'title', kind: 'text' as const, isRequired: true, schema: textUpTo(200) },
  { name: 'summary', kind: 'text' as const, schema: textUpTo(500) },
  { name: 'description', kind: 'text' as const, schema: textUpTo(20_000) },
  { name: 'startsAt', kind: 'moment' as const, isRequired: true },
  { name: 'endsAt', kind: 'moment' as const },
  { name: 'isOnline', kind: 'boolean' as const, default: false },
  { name: 'onlineUrl', kind: 'text' as const, schema: webAddress },
  { name: 'place', kind: 'text' as const, schema: textUpTo(200) },
  { name: 'decimalLatitude', kind: 'number' as const, schema: between(-90, 90) },
  { name: 'decimalLongitude', kind: 'number' as const, schema: between(-180, 180) },
  { name: 'capacity', kind: 'number' as const, schema: between(1, 1_000_000).int() },
  { name: 'hasWaitingList', kind: 'boolean' as const, default: true },
  { name: 'registrationClosesAt', kind: 'moment' as const },
  {
    name: 'audience',
    kind: 'list' as const,
    isRequired: true,
    schema: z.array(z.enum(AUDIENCES, `must be of ${AUDIENCES.join(', ')}`)),
  },
].map(attribute);

function checkCells({ startsAt, endsAt, decimalLatitude, decimalLongitude }: Cells) {
  const faults = [];
  if (startsAt instanceof Date && endsAt instanceof Date && endsAt < startsAt) {
    faults.push({ column: 'endsAt', code: 'invalid', message: 'must not be before startsAt' });
  }
  if ((decimalLatitude === null) !== (decimalLongitude === null)) {
    const message = 'A place has both a latitude and a longitude, or neither.';
    faults.push({ column: 'decimalLatitude', code: 'invalid', message });
  }
  return faults;
}

/** Events as CSV. */
export const eventExchange: DocumentKind = {
  name: 'events',
  contentType: UID,
  columns: COLUMNS,
  linked: {
    columns: [{ name: 'registrationCount', kind: 'number', only: 'export' }],

    /** Relies on event_registrations_event_idx. */
    async read(db, documentIds) {
      const { rows } = await db.raw<{ rows: { id: string; count: number }[] }>(
        `select event_document_id as id, cast(count(*) as integer) as count
           from event_registrations
          where event_document_id = any(:documentIds) and registration_status = 'registered'
          group by event_document_id`,
        { documentIds },
      );
      const counts = new Map(rows.map(({ id, count }) => [id, count]));
      return new Map(documentIds.map((id) => [id, { registrationCount: counts.get(id) ?? 0 }]));
    },
  },
  batchSize: 50,
  rowsFor: (principal) => ROW_RULES[UID]?.(principal) ?? NO_ROWS,
  checkCells,
};
