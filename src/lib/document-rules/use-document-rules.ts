import type { Core } from '@strapi/strapi';
import { contentTypes } from '@strapi/utils';
import { applyDocumentRule, type DocumentRule, type EntryReader } from './document-rules';

/** Where media lead. */
const FILE = 'plugin::upload.file';

function readerOf(strapi: Core.Strapi): EntryReader {
  return {
    // The query engine is typed by generated types; the rules read any type.
    findOne: (uid, query) =>
      strapi.db.query(uid).findOne(query) as Promise<Record<string, unknown> | null>,
    targetOf: (uid, relation) => {
      const { attributes } = strapi.getModel(uid as never) as {
        attributes: Record<string, { type: string; target?: string }>;
      };
      const { type, target = type === 'media' ? FILE : undefined } = attributes[relation] ?? {};
      if (target === undefined) throw new Error(`${uid} has no relation ${relation}`);
      return target;
    },
    hasDrafts: (uid) => contentTypes.hasDraftAndPublish(strapi.getModel(uid as never)),
  };
}

/**
 * Keeps what is written through Strapi's document service (REST, panel, scripts) within the rules.
 * Call it in `register`.
 */
export function useDocumentRules(strapi: Core.Strapi, rules: readonly DocumentRule[]): void {
  const byType = new Map(rules.map((rule) => [rule.uid, rule]));
  const reader = readerOf(strapi);
  strapi.documents.use(async (context, next) => {
    const rule = byType.get(context.uid);
    // Strapi types a call by its action; the rules look at what all of them share.
    if (rule) await applyDocumentRule(context, rule, reader);
    return next();
  });
}
