import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { taskCompletion } from '../task-completion';

const nothing = z.strictObject({});

/** `/api/tasks/:id/complete` and `/reopen`. Both answer with the task as it is afterwards. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const completion = taskCompletion(strapi);
  const act = (what: 'complete' | 'reopen') => async (ctx: Context) => {
    parseInput(nothing, ctx.query);
    parseInput(nothing, sentBody(ctx) ?? {}, 'body');
    const principal = principalOf(ctx);
    const id = routeParam(ctx, 'id');
    await completion[what](principal, id);
    ctx.body = { data: await completion.read(id) };
  };
  return { complete: act('complete'), reopen: act('reopen') };
};
