import { factories } from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../lib/parse-input';
import { eventChange, newEvent } from '../event-body';
import { upcoming } from '../upcoming';

const UID = 'api::event.event';

type WriteContext = Context & { params: { id: string }; request: { body?: unknown } };

/** As in Strapi, what is written is published unless `status=draft`. */
const statusOf = ({ query }: Context) => (query['status'] === 'draft' ? 'draft' : 'published');

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const core = factories.createCoreController(UID)({ strapi });
  const findAll = core.find.bind(core);

  return Object.assign(core, {
    find(ctx: Context, next: Next) {
      parseInput(z.looseObject({ upcoming }), ctx.query);
      return findAll(ctx, next);
    },

    async create(ctx: WriteContext, next: Next) {
      const { data } = parseInput(newEvent, ctx.request.body, 'body');
      const status = statusOf(ctx);
      // Strapi types moments as dates; it takes texts as well.
      const { documentId } = await strapi.documents(UID).create({ data: data as never, status });
      ctx.params.id = documentId;
      ctx.status = 201;
      return core.findOne(ctx, next);
    },

    async update(ctx: WriteContext, next: Next) {
      const { data } = parseInput(eventChange, ctx.request.body, 'body');
      const { id: documentId } = ctx.params;
      const status = statusOf(ctx);
      await strapi.documents(UID).update({ documentId, data: data as never, status });
      return core.findOne(ctx, next);
    },
  });
};
