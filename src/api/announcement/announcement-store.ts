import type { Knex } from 'knex';

/** Moments are stored without their zone, in UTC. */
const NOW = `cast(:now as timestamptz) at time zone 'utc'`;

const idsOf = ({ rows }: { rows: { document_id: string }[] }): string[] =>
  rows.map((row) => row.document_id);

/** SQL about when announcements come out and end. */
export const createAnnouncementStore = (db: Knex) => ({
  /** Drafts whose moment has come and that did not come out at it, longest waiting first. */
  async listDue(now: Date): Promise<string[]> {
    return idsOf(
      await db.raw(
        `select draft.document_id
           from announcements as draft
          where draft.published_at is null
            and draft.publish_at <= ${NOW}
            and (draft.expire_at is null or draft.expire_at > ${NOW})
            and not exists (select 1
                              from announcements as version
                             where version.document_id = draft.document_id
                               and version.published_at is not null)
            and not exists (select 1
                              from announcement_publications as past
                             where past.announcement_document_id = draft.document_id
                               and past.publish_at = draft.publish_at)
          order by draft.publish_at
          limit 500`,
        { now: now.toISOString() },
      ),
    );
  },

  /**
   * Takes the publication of a draft at its moment, once and for all servers: the others wait for the
   * row, and find it taken.
   */
  async claim(documentId: string, now: Date): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into announcement_publications (announcement_document_id, publish_at)
       select document_id, publish_at
         from announcements
        where document_id = :documentId and published_at is null and publish_at <= ${NOW}
          for update
       on conflict do nothing
       returning publish_at`,
      { documentId, now: now.toISOString() },
    );
    return rows.length > 0;
  },

  async isPublished(documentId: string): Promise<boolean> {
    const row = await db<{ id: number }>('announcements')
      .where('document_id', documentId)
      .whereNotNull('published_at')
      .first('id');
    return row !== undefined;
  },

  /** Published announcements that are over. */
  async listExpired(now: Date): Promise<string[]> {
    return idsOf(
      await db.raw(
        `select document_id
           from announcements
          where published_at is not null and expire_at <= ${NOW}
          order by expire_at
          limit 500`,
        { now: now.toISOString() },
      ),
    );
  },

  /** Whether one is published and over; nobody else takes it back before the transaction ends. */
  async holdExpired(documentId: string, now: Date): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `select id
         from announcements
        where document_id = :documentId and published_at is not null and expire_at <= ${NOW}
          for update`,
      { documentId, now: now.toISOString() },
    );
    return rows.length > 0;
  },
});
