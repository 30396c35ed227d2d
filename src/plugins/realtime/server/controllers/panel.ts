import type { Context } from 'koa';
import { z } from 'zod';
import { sentBody } from '../../../../lib/http/route-params';
import { parseInput } from '../../../../lib/parse-input';
import { slowModeBody } from '../../contract/moderation';
import {
  panelListQuery,
  panelMuteBody,
  panelRoomsQuery,
  panelUnmuteBody,
  panelHideBody,
} from '../../contract/panel';
import type { Actor } from '../domain/actor';
import { notSignedIn } from '../errors';
import type { ChatModeration } from '../services/chat-moderation';
import type { PanelModeration } from '../services/panel-moderation';
import type { RoomsService } from '../services/rooms';
import { messageIdOf } from './messages';
import { roomNameOf } from './rooms';

interface Dependencies {
  panel: PanelModeration;
  moderation: ChatModeration;
  rooms: Pick<RoomsService, 'lookAfter'>;
  now: () => Date;
}

const nothing = z.strictObject({});

/** The account of the panel, as the panel's own authentication leaves it on the context. */
function accountOf(ctx: Context): Actor {
  const { auth, user } = ctx.state as {
    auth?: { strategy?: { name?: string } };
    user?: { id: number };
  };
  if (auth?.strategy?.name !== 'admin' || !user) throw notSignedIn();
  return { userId: null, panelAccount: user.id };
}

/** `/realtime/...` of the panel: reports of all rooms, and what is decided about them. */
export function createPanelController({ panel, moderation, rooms, now }: Dependencies) {
  /** Lists are what people said to each other: no cache may keep them. */
  const answer = (ctx: Context, body: object) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = body;
  };

  async function hide(ctx: Context, hidden: boolean): Promise<void> {
    parseInput(nothing, ctx.query);
    const { reason } = parseInput(panelHideBody, sentBody(ctx) ?? {}, 'body');
    const messageId = messageIdOf(ctx);
    const room = await panel.roomOf(messageId);
    const hiding = { by: accountOf(ctx), messageId, hidden, reason };
    ctx.body = { data: await moderation.hideIn(room, hiding) };
  }

  return {
    async cases(ctx: Context): Promise<void> {
      answer(ctx, await panel.cases(parseInput(panelListQuery, ctx.query)));
    },

    async rooms(ctx: Context): Promise<void> {
      answer(ctx, await panel.rooms(parseInput(panelRoomsQuery, ctx.query)));
    },

    async decisions(ctx: Context): Promise<void> {
      answer(ctx, await panel.decisions(parseInput(panelListQuery, ctx.query)));
    },

    hide: (ctx: Context) => hide(ctx, true),
    show: (ctx: Context) => hide(ctx, false),

    async close(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      parseInput(nothing, sentBody(ctx) ?? {}, 'body');
      const messageId = messageIdOf(ctx);
      const room = await panel.roomOf(messageId);
      ctx.body = { data: await moderation.close(accountOf(ctx), room, messageId) };
    },

    async mute(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { personId, minutes } = parseInput(panelMuteBody, sentBody(ctx), 'body');
      const until = new Date(now().getTime() + minutes * 60_000).toISOString();
      const room = await rooms.lookAfter(roomNameOf(ctx));
      ctx.body = { data: await moderation.mute(accountOf(ctx), room, { personId, until }) };
    },

    async unmute(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { personId } = parseInput(panelUnmuteBody, sentBody(ctx), 'body');
      const room = await rooms.lookAfter(roomNameOf(ctx));
      const mute = { personId, until: null };
      ctx.body = { data: await moderation.mute(accountOf(ctx), room, mute) };
    },

    async slowMode(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { seconds } = parseInput(slowModeBody, sentBody(ctx), 'body');
      const room = await rooms.lookAfter(roomNameOf(ctx));
      ctx.body = { data: await moderation.slowMode(accountOf(ctx), room, seconds) };
    },
  };
}
