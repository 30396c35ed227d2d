import type { Core } from '@strapi/strapi';
import { audienceFault } from '../../access/check-audience';
import type { DocumentRule, PlannedEntry } from '../../lib/document-rules/document-rules';

/** A moment as the database, the panel or our own code gives it. */
const momentOf = (value: unknown): number | undefined =>
  value instanceof Date || typeof value === 'string' ? new Date(value).getTime() : undefined;

function timeFault({ publishAt, expireAt }: PlannedEntry, isDraft: boolean): string | undefined {
  const end = momentOf(expireAt);
  if (end === undefined) return undefined;
  const start = momentOf(publishAt);
  if (start !== undefined && start >= end) return 'This is before it comes out.';
  const isOver = !isDraft && Date.now() >= end;
  return isOver ? 'This is over. Give a later moment, or none.' : undefined;
}

export const announcementRule: DocumentRule = {
  uid: 'api::announcement.announcement',
  relations: {},
  check(entry, { isDraft }) {
    // What has a moment comes out by itself, with nobody there to be told what is missing.
    const isPlanned = momentOf(entry['publishAt']) !== undefined;
    const audience = audienceFault(entry['audience'], isPlanned || !isDraft);
    const expireAt = timeFault(entry, isDraft);
    const missing = ['title', 'content'].filter((name) => isPlanned && !entry[name]);
    return [
      ...missing.map((name) => ({ path: [name], message: 'What is to come out needs this.' })),
      ...(audience ? [{ path: ['audience'], message: audience }] : []),
      ...(expireAt ? [{ path: ['expireAt'], message: expireAt }] : []),
    ];
  },
};

/**
 * A copy of an announcement is not planned for a moment that has passed: it would come out at once,
 * before anybody has changed a word. Call it in `register`.
 */
export function restartCopies(strapi: Core.Strapi): void {
  strapi.documents.use((call, next) => {
    if (call.uid !== 'api::announcement.announcement' || call.action !== 'clone') return next();
    const params = call.params as { data?: Record<string, unknown> };
    const publishAt = momentOf(params.data?.['publishAt']);
    const isAhead = publishAt !== undefined && publishAt > Date.now();
    if (!isAhead) params.data = { ...params.data, publishAt: null };
    return next();
  });
}
