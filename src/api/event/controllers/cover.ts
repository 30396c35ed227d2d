import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { Context, Next } from 'koa';
import { parseInput } from '../../../lib/parse-input';
import { replaceMedia } from '../../../lib/sql/replace-media';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import type { Files } from '../../../plugins/files/contract/files';
import { noSuchEvent } from '../errors';
import { coverBody } from '../event-body';

const UID = 'api::event.event';
const COVER = { table: 'events', contentType: UID, field: 'cover' } as const;

type CoverContext = Context & { params: { id: string }; request: { body?: unknown } };

/** `/api/events/:id/cover`. The row scope and what an event shows come with its route. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  async function setCover(
    ctx: CoverContext,
    next: Next,
    findFile: (trx: Knex.Transaction) => Promise<number | null>,
  ) {
    const { id: documentId } = ctx.params;
    const versions = await strapi.db.connection.transaction(async (trx) =>
      replaceMedia(trx, { ...COVER, documentId }, await findFile(trx)),
    );
    if (versions.length === 0) throw noSuchEvent();
    const published = { documentId, publishedAt: { $notNull: true } };
    const isPublished = (await strapi.db.query(UID).count({ where: published })) > 0;
    // Strapi hands out the same object from now on.
    if (!isPublished) Object.assign(ctx.query, { status: 'draft' });
    return strapi.controller(UID)['findOne']?.(ctx, next);
  }

  return {
    replace(ctx: CoverContext, next: Next) {
      const { fileId } = parseInput(coverBody, ctx.request.body, 'body');
      const files = strapi.plugin('files').service<Files>('files');
      const wanted = { id: fileId, pointer: '/fileId', kind: 'image' } as const;
      return setCover(ctx, next, (trx) => files.attachable(principalOf(ctx), wanted, trx));
    },

    remove: (ctx: CoverContext, next: Next) => setCover(ctx, next, () => Promise.resolve(null)),
  };
};
