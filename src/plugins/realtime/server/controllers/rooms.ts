import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../../lib/http/route-params';
import { parseInput } from '../../../../lib/parse-input';
import { eventsQuery, historyQuery, readBody } from '../../contract/chat';
import { messageBody } from '../../contract/messages';
import { roomKey } from '../../contract/rooms';
import { noSuchRoom } from '../errors';
import type { ChatPointers } from '../services/chat-pointers';
import type { ChatReading } from '../services/chat-reading';
import type { RoomMessages } from '../../contract/room-messages';
import type { RoomsService } from '../services/rooms';
import { personOf } from './caller';

interface Dependencies {
  rooms: RoomsService;
  reading: ChatReading;
  pointers: ChatPointers;
  messages: RoomMessages;
}

const nothing = z.strictObject({});

/** What is no name of a room is the name of none. */
export function roomNameOf(ctx: Context): string {
  const name = roomKey.safeParse(routeParam(ctx, 'room'));
  if (!name.success) throw noSuchRoom();
  return name.data;
}

/** `/api/rooms` */
export function createRoomsController({ rooms, reading, pointers, messages }: Dependencies) {
  const enter = (ctx: Context) => rooms.enter(personOf(ctx), roomNameOf(ctx), { isFresh: true });

  return {
    async find(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await pointers.overview(personOf(ctx)) };
    },

    async messages(ctx: Context): Promise<void> {
      const query = parseInput(historyQuery, ctx.query);
      ctx.body = await messages.list(personOf(ctx), roomNameOf(ctx), query);
    },

    async send(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const body = parseInput(messageBody, sentBody(ctx), 'body');
      const { message, isRepeated } = await messages.send(personOf(ctx), roomNameOf(ctx), body);
      ctx.status = isRepeated ? 200 : 201;
      ctx.body = { data: message };
    },

    async events(ctx: Context): Promise<void> {
      const { after } = parseInput(eventsQuery, ctx.query);
      ctx.body = { data: await reading.missed(await enter(ctx), after) };
    },

    async unread(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await pointers.unreadIn(personOf(ctx), await enter(ctx)) };
    },

    async read(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const { eventSeq } = parseInput(readBody, sentBody(ctx), 'body');
      ctx.body = { data: await pointers.read(personOf(ctx), await enter(ctx), eventSeq) };
    },
  };
}
