import { errors } from '@strapi/utils';

/** An entry as a write would leave it; `publishedAt` is set when it would be published. */
type PlannedEntry = Record<string, unknown>;

interface EntryFault {
  path: string[];
  message: string;
}

interface DocumentCall {
  uid: string;
  action: string;
  params: { documentId?: string; status?: string; data?: PlannedEntry };
}

/** The parts of Strapi that are needed here. */
interface Documents {
  documents: {
    use(
      middleware: (call: DocumentCall, next: () => Promise<unknown>) => Promise<unknown>,
    ): unknown;
  };
  contentType(uid: string): { attributes: Record<string, { type: string }> };
  db: { query(uid: string): { findOne(query: object): Promise<unknown> } };
}

const WRITING = new Set(['create', 'update', 'publish']);

async function planOf(strapi: Documents, { uid, action, params }: DocumentCall) {
  const { documentId, status, data = {} } = params;
  const { attributes } = strapi.contentType(uid);
  const media = Object.keys(attributes).filter((name) => attributes[name]?.type === 'media');
  const where = { documentId, publishedAt: null };
  const before =
    documentId !== undefined &&
    ((await strapi.db.query(uid).findOne({ where, populate: media })) as PlannedEntry | null);
  const isPublished = action === 'publish' || status === 'published';
  return { ...before, ...data, publishedAt: isPublished ? new Date() : null };
}

/**
 * What must hold of the entries of a type with drafts, whoever writes them through Strapi: the panel,
 * REST and our own code. Call it in `register`.
 * @param check the faults of an entry as it would be, and what of it the call says.
 */
export function registerDocumentRules(
  strapi: object,
  uid: string,
  check: (entry: PlannedEntry, changed: PlannedEntry) => EntryFault[],
): void {
  // Strapi types these by the generated types of one app.
  const known = strapi as Documents;
  known.documents.use(async (call, next) => {
    if (call.uid !== uid || !WRITING.has(call.action)) return next();
    const faults = check(await planOf(known, call), call.params.data ?? {});
    if (faults.length === 0) return next();
    throw new errors.ValidationError(faults.map(({ message }) => message).join(' '), {
      errors: faults.map((fault) => ({ ...fault, name: 'ValidationError' })),
    });
  });
}
