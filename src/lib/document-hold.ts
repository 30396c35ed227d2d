import type { Core } from '@strapi/strapi';
import { withinTransaction } from './within-transaction';

const WRITES = new Set(['update', 'delete', 'publish', 'unpublish', 'discardDraft']);

/** What Strapi hands to a middleware of documents, as far as it is read here. */
interface Write {
  uid: string;
  action: string;
  params: { documentId?: string };
}

/**
 * Who writes or publishes a document of this type has its versions to themselves until they are done.
 * Strapi replaces rows when it publishes: two at once would make two published versions, and lose
 * what refers to the rows meanwhile. Call it in `register`, before the rules of the type.
 */
export function registerDocumentHold(strapi: Core.Strapi, uid: string): void {
  strapi.documents.use(async (context, next) => {
    const { params, ...write } = context as unknown as Write; // typed by the types of one app
    const { documentId } = params;
    if (write.uid !== uid || documentId === undefined || !WRITES.has(write.action)) return next();
    const { tableName } = strapi.db.metadata.get(uid);
    return withinTransaction(strapi, async (trx) => {
      // Drafts mostly are the older rows, and stay.
      await trx(tableName)
        .where('document_id', documentId)
        .orderBy('id')
        .forNoKeyUpdate()
        .select('id');
      return next();
    });
  });
}
