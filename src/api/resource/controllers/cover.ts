import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { newCover } from '../resource-body';
import type { ResourceService } from '../services/resource';

type CoverContext = Context & { params: { id: string }; request: { body?: unknown } };

export default ({ strapi }: { strapi: Core.Strapi }) => {
  // Strapi types services by the generated types of one app.
  const resources = () => strapi.service('api::resource.resource') as unknown as ResourceService;

  return {
    async replace(ctx: CoverContext): Promise<void> {
      parseInput(z.strictObject({}), ctx.query);
      const { fileId } = parseInput(newCover, ctx.request.body, 'body');
      const { id } = ctx.params;
      const cover = await resources().replaceCover(principalOf(ctx), id, fileId);
      ctx.body = { data: { documentId: id, cover } };
    },

    async remove(ctx: CoverContext): Promise<void> {
      parseInput(z.strictObject({}), ctx.query);
      await resources().replaceCover(principalOf(ctx), ctx.params.id, null);
      ctx.status = 204;
    },
  };
};
