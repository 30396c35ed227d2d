import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../lib/http/route-params';
import { parseInput } from '../../../lib/parse-input';
import { principalOf, type UserPrincipal } from '../../../plugins/accounts/contract/principal';
import { historyQuery } from '../../../plugins/realtime/contract/chat';
import { messageBody } from '../../../plugins/realtime/contract/messages';
import type { RoomMessages } from '../../../plugins/realtime/contract/room-messages';

const noQuery = z.strictObject({});

function personOf(ctx: Context): UserPrincipal {
  const principal = principalOf(ctx);
  if (principal.kind !== 'user') throw new errors.UnauthorizedError();
  return principal;
}

/** `/api/groups/:id/messages`: the room of a group by the group's own address. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const messages = () => strapi.plugin('realtime').service<RoomMessages>('roomMessages');
  const roomOf = (ctx: Context) => `group:${routeParam(ctx, 'id')}`;

  return {
    async find(ctx: Context): Promise<void> {
      const query = parseInput(historyQuery, ctx.query);
      ctx.body = await messages().list(personOf(ctx), roomOf(ctx), query);
    },

    async send(ctx: Context): Promise<void> {
      parseInput(noQuery, ctx.query);
      const body = parseInput(messageBody, sentBody(ctx), 'body');
      const { message, isRepeated } = await messages().send(personOf(ctx), roomOf(ctx), body);
      ctx.status = isRepeated ? 200 : 201;
      ctx.body = { data: message };
    },
  };
};
