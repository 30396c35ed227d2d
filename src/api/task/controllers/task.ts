import { factories } from '@strapi/strapi';
import { nameEntry, routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { taskPatchBody, newTaskBody } from '../task-body';
import { taskWriting } from '../task-writing';

export default factories.createCoreController('api::task.task', ({ strapi }) => {
  const writing = taskWriting(strapi);

  return {
    async create(ctx, next) {
      const { data } = parseInput(newTaskBody, sentBody(ctx), 'body');
      nameEntry(ctx, await writing.create(principalOf(ctx), data));
      ctx.status = 201;
      return this.findOne?.(ctx, next);
    },

    async update(ctx, next) {
      const { data } = parseInput(taskPatchBody, sentBody(ctx), 'body');
      await writing.update(principalOf(ctx), routeParam(ctx, 'id'), data);
      return this.findOne?.(ctx, next);
    },

    async delete(ctx) {
      await writing.delete(principalOf(ctx), routeParam(ctx, 'id'));
      ctx.status = 204;
    },
  };
});
