import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';
import { relationAfter } from '../../lib/document-rules/relation-after';
import { withinTransaction } from '../../lib/within-transaction';
import { registrations } from './registrations';

const UID = 'api::event-registration.event-registration';

/** What Strapi hands to a middleware of documents, as far as it is read here. */
interface Write {
  uid: string;
  action: string;
  params: { documentId?: string; data?: Record<string, unknown> };
}

interface Row {
  documentId: string;
  eventDocumentId: string | null;
  userDocumentId: string | null;
}

const refusal = (path: string, message: string) =>
  new errors.ValidationError(message, {
    errors: [{ path: [path], message, name: 'ValidationError' }],
  });

// The query engine is typed by generated types; these three are columns of the type.
const findRow = (strapi: Core.Strapi, where: Partial<Row>) =>
  strapi.db.query(UID).findOne({ where }) as Promise<Row | null>;

/** The document that a relation is set to; undefined when the write does not say. */
async function documentOf(
  trx: Knex.Transaction,
  table: 'events' | 'up_users',
  value: unknown,
): Promise<string | undefined> {
  const key = relationAfter(null, value);
  if (!key) return undefined;
  if ('documentId' in key) return key.documentId;
  const row = await trx(table).where('id', key.id).first<{ document_id: string } | undefined>();
  return row?.document_id;
}

/** Before the database would refuse it: Strapi drowns that error in one of its own. */
async function refuseSecond(strapi: Core.Strapi, trx: Knex.Transaction, { params }: Write) {
  const { documentId, data = {} } = params;
  const before = documentId === undefined ? null : await findRow(strapi, { documentId });
  const event = (await documentOf(trx, 'events', data['event'])) ?? before?.eventDocumentId;
  const person = (await documentOf(trx, 'up_users', data['user'])) ?? before?.userDocumentId;
  if (!event || !person) return;
  await registrations.hold(trx, { person, event });
  const other = await findRow(strapi, { eventDocumentId: event, userDocumentId: person });
  if (!other || other.documentId === before?.documentId) return;
  throw refusal('user', 'This person is registered for this event already.');
}

/** What was left out: the link tables lead, so this is known once they are written. */
async function refuseIncomplete(strapi: Core.Strapi, documentId: string): Promise<void> {
  const row = await findRow(strapi, { documentId });
  if (!row?.eventDocumentId) throw refusal('event', 'Choose an event.');
  if (!row.userDocumentId) throw refusal('user', 'Choose a person.');
}

/**
 * Registrations that editors make: each is of one person for one event, and a person has one for an
 * event. Call it in `register`.
 */
export function keepRegistrations(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const write = context as unknown as Write; // typed by the generated types of one app
    if (write.uid !== UID) return next();
    if (write.action === 'clone') throw refusal('user', 'Make a new registration instead.');
    if (!['create', 'update'].includes(write.action)) return next();
    return withinTransaction(strapi, async (trx) => {
      await refuseSecond(strapi, trx, write);
      const written = (await next()) as { documentId?: string } | null;
      if (written?.documentId) await refuseIncomplete(strapi, written.documentId);
      return written as never;
    });
  });
}
