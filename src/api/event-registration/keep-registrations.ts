import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { isErrorLike } from '../../lib/http/error-like';

const UID = 'api::event-registration.event-registration';
const ONE_PER_PERSON = 'event_registrations_person_key';

/** What Strapi hands to a middleware of documents, as far as it is read here. */
interface Write {
  uid: string;
  action: string;
}

const refusal = (path: string, message: string) =>
  new errors.ValidationError(message, {
    errors: [{ path: [path], message, name: 'ValidationError' }],
  });

const isSecondOne = (error: unknown) =>
  isErrorLike(error) && (error as { constraint?: unknown }).constraint === ONE_PER_PERSON;

/** What an editor leaves out: the link tables lead, so this is known once they are written. */
async function assertWhole(strapi: Core.Strapi, documentId: string): Promise<void> {
  // The query engine is typed by generated types; these two are columns of the type.
  const row = (await strapi.db.query(UID).findOne({ where: { documentId } })) as {
    eventDocumentId: string | null;
    userDocumentId: string | null;
  } | null;
  if (!row?.eventDocumentId) throw refusal('event', 'Choose an event.');
  if (!row.userDocumentId) throw refusal('user', 'Choose a person.');
}

/**
 * Registrations that editors make: each is of one person for one event, and a person has one for an
 * event. Relations come in many forms, so the database is asked what came of them.
 */
export function keepRegistrations(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const { uid, action } = context as unknown as Write; // typed by the generated types of one app
    if (uid !== UID || !['create', 'update', 'clone'].includes(action)) return next();
    try {
      return await strapi.db.transaction(async () => {
        const written = (await next()) as { documentId?: string } | null;
        if (written?.documentId) await assertWhole(strapi, written.documentId);
        return written as never;
      });
    } catch (error) {
      if (!isSecondOne(error)) throw error;
      throw refusal('user', 'This person is registered for this event already.');
    }
  });
}
