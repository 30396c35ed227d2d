import { factories } from '@strapi/strapi';
import { nameEntry, routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { groupPatchBody, newGroupBody } from '../contract/group-body';
import { groupWriting } from '../group-writing';

export default factories.createCoreController('api::group.group', ({ strapi }) => {
  const writing = groupWriting(strapi);

  return {
    async create(ctx, next) {
      const { data } = parseInput(newGroupBody, sentBody(ctx), 'body');
      nameEntry(ctx, await writing.create(data));
      ctx.status = 201;
      return this.findOne?.(ctx, next);
    },

    async update(ctx, next) {
      const { data } = parseInput(groupPatchBody, sentBody(ctx), 'body');
      await writing.update(principalOf(ctx), routeParam(ctx, 'id'), data);
      return this.findOne?.(ctx, next);
    },

    async delete(ctx) {
      await writing.delete(principalOf(ctx), routeParam(ctx, 'id'));
      ctx.status = 204;
    },
  };
});
