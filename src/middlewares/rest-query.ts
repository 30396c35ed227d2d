import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { mayReadDrafts, ROW_RULES } from '../access/row-rules';
import { findRestType } from '../lib/http/rest-query/find-rest-type';
import type { ShownEntry } from '../lib/http/rest-query/present';
import { createRestQuery, type RestQuerySettings } from '../lib/http/rest-query/rest-query';
import { NO_ROWS, toFilters } from '../lib/row-rule';
import { withinTransaction } from '../lib/within-transaction';
import { principalOf, type Principal } from '../plugins/accounts/contract/principal';

/** What the service of a content type may add to Strapi's own. */
export interface RestService {
  /** The documentId behind another name of an entry, such as the code of a group. */
  identify?(id: string): Promise<string>;
  /** Completes entries by what is not stored on them, for this caller; one call for all of an answer. */
  present?(entries: ShownEntry[], principal: Principal): Promise<void>;
}

/** When the versions of an entry last changed; nobody else changes them before the transaction ends. */
async function lockVersions(trx: Knex, table: string, documentId: string): Promise<Date[]> {
  const rows = await trx<{ document_id: string; updated_at: Date }>(table)
    .where('document_id', documentId)
    .forUpdate()
    .select('updated_at');
  return rows.map((row) => new Date(row.updated_at));
}

/** `global::rest-query`: what the generated REST API takes, reads and shows. Set on its routes at boot. */
export default (settings: RestQuerySettings, { strapi }: { strapi: Core.Strapi }) => {
  const serviceOf = (uid: string) => strapi.service(uid as never) as RestService | undefined;

  return createRestQuery(settings, {
    find: findRestType(strapi),
    rowsFor: (ctx) => {
      const principal = principalOf(ctx);
      return (uid) => {
        // What is not ours (files, people) is not reached by generated routes.
        if (!uid.startsWith('api::')) return [];
        return toFilters(ROW_RULES[uid]?.(principal) ?? NO_ROWS, strapi.db.connection);
      };
    },
    mayReadDrafts: (ctx) => mayReadDrafts(principalOf(ctx)),
    identify: async (uid, id) => (await serviceOf(uid)?.identify?.(id)) ?? id,
    present: async (ctx, uid, entries) => serviceOf(uid)?.present?.(entries, principalOf(ctx)),
    holding: async (uid, documentId, work) => {
      const isSeen = (await strapi.db.query(uid).count({ where: { documentId } })) > 0;
      const { tableName } = strapi.db.metadata.get(uid);
      await withinTransaction(strapi, async (trx) => {
        await work(isSeen ? await lockVersions(trx, tableName, documentId) : []);
      });
    },
  });
};
