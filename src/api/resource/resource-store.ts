import type { Knex } from 'knex';
import type { RowRule } from '../../lib/row-rule';
import { toSql } from '../../lib/row-rule';
import { quoteIdentifier } from '../../lib/sql/identifier';

/** A published resource as its download needs it. */
export interface DownloadableRow {
  id: number;
  url: string | null;
}

/** SQL around resources; what Strapi's own query engine cannot say or would not say at once. */
export const createResourceStore = (db: Knex) => ({
  /** A published resource within the rows of a rule. */
  async findDownloadable(documentId: string, rule: RowRule): Promise<DownloadableRow | undefined> {
    const { sql, bindings } = toSql(rule, quoteIdentifier);
    const { rows } = await db.raw<{ rows: DownloadableRow[] }>(
      `select id, url
         from resources
        where document_id = :documentId
          and published_at is not null
          and ${sql}`,
      { ...bindings, documentId },
    );
    return rows[0];
  },

  /** One more download; none of a resource that went away meanwhile. */
  async countDownload(documentId: string): Promise<void> {
    await db.raw(
      `insert into resource_downloads as counter (resource_document_id, downloads)
       select document_id, 1 from resources where document_id = :documentId limit 1
       on conflict (resource_document_id) do update set downloads = counter.downloads + 1`,
      { documentId },
    );
  },

  async downloadsOf(documentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await db('resource_downloads')
      .whereIn('resource_document_id', documentIds)
      .select<
        { resource_document_id: string; downloads: string }[]
      >('resource_document_id', 'downloads');
    return new Map(rows.map((row) => [row.resource_document_id, Number(row.downloads)]));
  },
});
