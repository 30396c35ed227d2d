import { factories } from '@strapi/strapi';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { newResource, resourcePatch } from '../resource-body';
import type { ResourceService } from '../services/resource';

const UID = 'api::resource.resource';

export default factories.createCoreController(UID, ({ strapi }) => {
  const generated = factories.createCoreController(UID)({ strapi });
  // Strapi types services by the generated types of one app.
  const resources = () => strapi.service(UID) as unknown as ResourceService;
  const statusOf = (query: { status?: unknown }) =>
    query.status === 'draft' ? ('draft' as const) : ('published' as const);

  return {
    async create(ctx, next) {
      const { data: input } = parseInput(newResource, ctx.request.body, 'body');
      const status = statusOf(ctx.query);
      const documentId = await resources().add(principalOf(ctx), { input, status });
      ctx.params = { id: documentId };
      ctx.status = 201;
      return generated.findOne(ctx, next);
    },

    async update(ctx, next) {
      const { data: input } = parseInput(resourcePatch, ctx.request.body, 'body');
      const { id } = ctx.params as { id: string };
      const status = statusOf(ctx.query);
      await resources().change(principalOf(ctx), id, { input, status });
      return generated.findOne(ctx, next);
    },
  };
});
