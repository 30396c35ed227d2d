import { factories } from '@strapi/strapi';
import { nameEntry, routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { milestonePatchBody, newMilestoneBody } from '../milestone-body';
import { milestoneWriting } from '../milestone-writing';

export default factories.createCoreController('api::milestone.milestone', ({ strapi }) => {
  const writing = milestoneWriting(strapi);

  return {
    async create(ctx, next) {
      const { data } = parseInput(newMilestoneBody, sentBody(ctx), 'body');
      nameEntry(ctx, await writing.create(principalOf(ctx), data));
      ctx.status = 201;
      return this.findOne?.(ctx, next);
    },

    async update(ctx, next) {
      const { data } = parseInput(milestonePatchBody, sentBody(ctx), 'body');
      await writing.update(principalOf(ctx), routeParam(ctx, 'id'), data);
      return this.findOne?.(ctx, next);
    },

    async delete(ctx) {
      await writing.delete(principalOf(ctx), routeParam(ctx, 'id'));
      ctx.status = 204;
    },
  };
});
