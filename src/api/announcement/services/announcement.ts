import { factories, type Modules } from '@strapi/strapi';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import { runNarrowed } from '../../../lib/http/rest-query/row-scope';
import { Problem } from '../../../lib/problem';
import { toFilters } from '../../../lib/row-rule';
import { withinTransaction } from '../../../lib/within-transaction';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import type { AnnouncementPatch } from '../announcement-body';
import { searchCondition } from '../announcement-search';
import { createAnnouncementStore } from '../announcement-store';

const UID = 'api::announcement.announcement';
/** Newest first. Whatever was published has this: its moment, or that of its first publication. */
const NEWEST_FIRST = ['publishAt:desc', 'id:desc'];
type Status = 'draft' | 'published';
type AnnouncementData = Modules.Documents.Params.Data.Input<typeof UID>;

/** A write, and how it was asked to be left. */
interface Write {
  input: AnnouncementPatch;
  status: Status;
  now: Date;
}

export interface AnnouncementService {
  /** @returns what it is now: what is not due yet, or over, is kept as a draft. */
  add(write: Write): Promise<{ documentId: string; status: Status }>;
  change(documentId: string, write: Write): Promise<{ status: Status }>;
}

const notFound = () => new Problem({ type: 'not-found', detail: 'There is no such announcement.' });

/** Whose types do not know that null empties an attribute. */
const toData = (input: AnnouncementPatch) => input as AnnouncementData;

const momentOf = (value: unknown) =>
  value === null || value === undefined ? null : new Date(value as string);

function isOut(times: { publishAt?: unknown; expireAt?: unknown }, now: Date): boolean {
  const publishAt = momentOf(times.publishAt);
  const expireAt = momentOf(times.expireAt);
  return (!publishAt || publishAt <= now) && (!expireAt || expireAt > now);
}

export default factories.createCoreService(UID, ({ strapi }) => {
  const generated = factories.createCoreService(UID)({ strapi });
  return {
    find(params: { q?: string; sort?: unknown } & Record<string, unknown>) {
      const { q = '', ...rest } = params;
      const asked = { ...rest, sort: rest.sort ?? NEWEST_FIRST };
      const condition = searchCondition(q);
      if (!condition) return generated.find(asked);
      const [filter = {}] = toFilters([condition], strapi.db.connection);
      return runNarrowed(UID, filter, () => generated.find(asked));
    },

    async add({ input, status, now }: Write) {
      const kept = isOut(input, now) ? status : 'draft';
      const { documentId } = await strapi
        .documents(UID)
        .create({ data: toData(input), status: kept });
      return { documentId, status: kept };
    },

    async change(documentId: string, { input, status, now }: Write) {
      return withinTransaction(strapi, async (trx) => {
        const before = await strapi.documents(UID).findOne({ documentId, status: 'draft' });
        if (!before) throw notFound();
        const kept = isOut({ ...before, ...input }, now) ? status : 'draft';
        await strapi.documents(UID).update({ documentId, data: toData(input), status: kept });
        const store = createAnnouncementStore(trx);
        const isTakenBack = status === 'published' && kept === 'draft';
        // Put off, or ended: nobody is to read the version from before.
        if (isTakenBack && (await store.isPublished(documentId))) {
          await strapi.documents(UID).unpublish({ documentId });
        }
        return { status: kept };
      });
    },

    async delete(documentId: string): Promise<{ deletedEntries: number }> {
      const { entries } = await strapi.documents(UID).delete({ documentId });
      if (entries.length === 0) throw notFound();
      return { deletedEntries: entries.length };
    },

    /** Tells administrators, who see them all, what others do not see yet or any more. */
    present(entries: ShownEntry[], principal: Principal): void {
      if (principal.kind !== 'user' || principal.role !== 'admin') return;
      const now = new Date();
      for (const entry of entries) {
        const publishAt = momentOf(entry['publishAt']);
        const expireAt = momentOf(entry['expireAt']);
        entry['isPlanned'] = publishAt !== null && publishAt > now;
        entry['isExpired'] = expireAt !== null && expireAt <= now;
      }
    },
  };
});
