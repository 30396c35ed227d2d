import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

type Entry = Record<string, unknown>;

/** What is wrong with an attribute; `path` leads to it. */
export interface DocumentFault {
  path: string[];
  message: string;
}

/** What Strapi hands to a middleware of documents, as far as it is read here. */
interface Write {
  uid: string;
  action: string;
  params: { documentId?: string; data?: Entry };
}

async function entryBefore(strapi: Core.Strapi, { uid, action, params }: Write): Promise<Entry> {
  if (action === 'create') return {};
  const type = strapi.contentType(uid as never) as unknown as {
    options?: { draftAndPublish?: boolean };
  };
  const draft = type.options?.draftAndPublish === true ? { publishedAt: null } : {};
  const where = { documentId: params.documentId, ...draft };
  // The query engine is typed by generated types; every entry is a record.
  return ((await strapi.db.query(uid).findOne({ where })) ?? {}) as Entry;
}

/**
 * Checks every entry of a type that is created or changed, by the panel and by the API alike: as it
 * would be afterwards, and what of it is given. Call it in `register`.
 */
export function registerDocumentRules(
  strapi: Core.Strapi,
  uid: string,
  check: (entry: Entry, changed: Entry) => DocumentFault[],
): void {
  strapi.documents.use(async (context, next) => {
    const write = context as unknown as Write; // Strapi types it by the generated types of one app
    if (write.uid !== uid || !['create', 'update'].includes(write.action)) return next();
    const changed = write.params.data ?? {};
    const faults = check({ ...(await entryBefore(strapi, write)), ...changed }, changed);
    if (faults.length === 0) return next();
    throw new errors.ValidationError(faults.map(({ message }) => message).join(' '), {
      errors: faults.map((fault) => ({ ...fault, name: 'ValidationError' })),
    });
  });
}
