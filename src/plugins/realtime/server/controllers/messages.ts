import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../../lib/http/route-params';
import { parseInput } from '../../../../lib/parse-input';
import { editBody, reactionBody, searchQuery } from '../../contract/chat';
import { messageId } from '../../contract/messages';
import { noSuchMessage } from '../errors';
import type { ChatChanges } from '../services/chat-changes';
import type { ChatHistory } from '../services/chat-history';
import { personOf } from './caller';

interface Dependencies {
  changes: ChatChanges;
  history: ChatHistory;
}

const nothing = z.strictObject({});

/** What is no id of a message is the id of none. */
export function messageIdOf(ctx: Context): string {
  const id = messageId.safeParse(routeParam(ctx, 'id'));
  if (!id.success) throw noSuchMessage();
  return id.data;
}

/** `/api/messages` */
export const createMessagesController = ({ changes, history }: Dependencies) => ({
  async edit(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    const { text } = parseInput(editBody, sentBody(ctx), 'body');
    ctx.body = { data: await changes.edit(personOf(ctx), messageIdOf(ctx), text) };
  },

  async remove(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.body = { data: await changes.remove(personOf(ctx), messageIdOf(ctx)) };
  },

  async react(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    const reaction = parseInput(reactionBody, sentBody(ctx), 'body');
    ctx.body = { data: await changes.react(personOf(ctx), messageIdOf(ctx), reaction) };
  },

  async search(ctx: Context): Promise<void> {
    const query = parseInput(searchQuery, ctx.query);
    const { messages, nextCursor } = await history.search(personOf(ctx), query);
    ctx.body = { data: messages, meta: { limit: query.limit, nextCursor } };
  },
});
