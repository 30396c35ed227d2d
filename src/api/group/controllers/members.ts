import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import { newMemberBody } from '../contract/group-body';
import { findGroup } from '../find-group';
import { memberWriting } from '../member-writing';

const noQuery = z.strictObject({});

/** `/api/groups/:id/members` */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const writing = memberWriting(strapi);
  const groupOf = (ctx: Context) => findGroup(strapi.db.connection, routeParam(ctx, 'id'));

  return {
    async add(ctx: Context): Promise<void> {
      parseInput(noQuery, ctx.query);
      const { userId } = parseInput(newMemberBody, sentBody(ctx), 'body');
      const data = await writing.add(principalOf(ctx), await groupOf(ctx), userId);
      ctx.status = 201;
      ctx.body = { data };
    },

    async remove(ctx: Context): Promise<void> {
      parseInput(noQuery, ctx.query);
      await writing.remove(principalOf(ctx), await groupOf(ctx), routeParam(ctx, 'userId'));
      ctx.status = 204;
    },
  };
};
