import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../../lib/http/route-params';
import { parseInput } from '../../../../lib/parse-input';
import { hideBody, muteBody, personId, reportBody, slowModeBody } from '../../contract/moderation';
import { noSuchPerson } from '../errors';
import type { ChatModeration } from '../services/chat-moderation';
import type { RoomsService } from '../services/rooms';
import { personOf } from './caller';
import { messageIdOf } from './messages';
import { roomNameOf } from './rooms';

interface Dependencies {
  rooms: RoomsService;
  moderation: ChatModeration;
}

const nothing = z.strictObject({});

/** `/api/rooms/:room/...` and `/api/messages/:id/...`, for those who look after rooms. */
export function createModerationController({ rooms, moderation }: Dependencies) {
  const enter = (ctx: Context) => rooms.enter(personOf(ctx), roomNameOf(ctx), { isFresh: true });

  return {
    async report(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { reason } = parseInput(reportBody, sentBody(ctx), 'body');
      ctx.status = 201;
      ctx.body = { data: await moderation.report(personOf(ctx), messageIdOf(ctx), reason) };
    },

    async reports(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await moderation.reports(await enter(ctx)) };
    },

    async hide(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const hide = parseInput(hideBody, sentBody(ctx), 'body');
      ctx.body = { data: await moderation.hide(personOf(ctx), messageIdOf(ctx), hide) };
    },

    async mute(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { until } = parseInput(muteBody, sentBody(ctx), 'body');
      const person = personId.safeParse(routeParam(ctx, 'person'));
      if (!person.success) throw noSuchPerson();
      const mute = { personId: person.data, until };
      ctx.body = { data: await moderation.mute(personOf(ctx), await enter(ctx), mute) };
    },

    async slowMode(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { seconds } = parseInput(slowModeBody, sentBody(ctx), 'body');
      ctx.body = { data: await moderation.slowMode(personOf(ctx), await enter(ctx), seconds) };
    },
  };
}
