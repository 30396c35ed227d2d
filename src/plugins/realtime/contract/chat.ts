import { z } from 'zod';
import {
  chatEvent,
  emoji,
  eventSeq,
  messageBody,
  messageId,
  messageText,
  shownMessage,
} from './messages';
import { roomKey } from './rooms';

/** What clients send about chat. Each is answered `{ok: true, data}` or `{ok: false, problem}`. */
export const chatJoin = z.strictObject({
  room: roomKey,
  afterEventSeq: eventSeq.optional().meta({ description: 'The last event this client has' }),
});
export const chatLeave = z.strictObject({ room: roomKey });
export const chatSend = messageBody.extend({ room: roomKey });

/** What happened since; `reset` when it is too much or kept no more: read the history instead. */
export const missedEvents = z.union([
  z.object({
    room: roomKey,
    events: z.array(chatEvent),
    lastEventSeq: z.int(),
    hasMore: z.boolean().meta({ description: 'Ask again after the last of these events' }),
  }),
  z.object({ room: roomKey, reset: z.literal(true), lastEventSeq: z.int() }),
]);
export type MissedEvents = z.infer<typeof missedEvents>;

export const sentMessage = z.object({ message: shownMessage });
export type SentMessage = z.infer<typeof sentMessage>;

export const editBody = z.strictObject({ text: messageText });
/** Sets a reaction or takes it back; sent again it changes nothing. */
export const reactionBody = z.strictObject({ emoji, reacted: z.boolean().default(true) });
export const readBody = z.strictObject({
  eventSeq: eventSeq.meta({ description: 'The last event that was read' }),
});

export const chatEdit = editBody.extend({ messageId });
export const chatDelete = z.strictObject({ messageId });
export const chatReact = reactionBody.extend({ messageId });
export const chatRead = readBody.extend({ room: roomKey });
export const chatTyping = z.strictObject({ room: roomKey });

/** The event that made it so, now or before. */
export const changed = z.object({ eventSeq: z.int() });
export type Changed = z.infer<typeof changed>;

/** What a person has not read in a room, at most so many. */
export const MOST_UNREAD = 1000;
export const unread = z.object({
  room: roomKey,
  unread: z
    .int()
    .max(MOST_UNREAD)
    .meta({ description: `${MOST_UNREAD} are that many or more` }),
  mentions: z
    .int()
    .max(MOST_UNREAD)
    .meta({ description: 'Of these, those that mention the person' }),
  lastReadSeq: z.int(),
  lastEventSeq: z.int(),
});
export type Unread = z.infer<typeof unread>;

const position = z
  .string()
  .regex(/^\d{1,15}$/, 'must be the eventSeq of a message')
  .transform(Number);
const pageSize = (most: number, usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'must be a positive whole number')
    .transform((text) => Math.min(Number(text), most))
    .default(usual);

export const MOST_MESSAGES = 100;
/** A page of the history: the newest, or those next to a position. In the order of their positions. */
export const historyQuery = z
  .strictObject({
    before: position.optional(),
    after: position.optional(),
    limit: pageSize(MOST_MESSAGES, 50),
  })
  .refine(
    ({ before, after }) => before === undefined || after === undefined,
    'takes before or after, not both',
  );
export type HistoryQuery = z.infer<typeof historyQuery>;

export const eventsQuery = z.strictObject({ after: position.optional() });

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(200),
  room: roomKey.optional(),
  cursor: z.string().max(500).optional(),
  limit: pageSize(MOST_MESSAGES, 25),
});
export type SearchQuery = z.infer<typeof searchQuery>;

/** The same as the OpenAPI document shows them: a parser's output is not what is sent. */
const limitDescription = (usual: number) => z.int().min(1).max(MOST_MESSAGES).default(usual);
export const historyDescription = {
  before: eventSeq.optional().meta({ description: 'Messages before this eventSeq' }),
  after: eventSeq.optional().meta({ description: 'Messages after this eventSeq' }),
  limit: limitDescription(50),
};
export const eventsDescription = { after: eventSeq.optional() };
export const searchDescription = {
  q: z.string().meta({ description: 'Words; "in quotes" a phrase, -word leaves out' }),
  room: roomKey.optional(),
  cursor: z.string().optional(),
  limit: limitDescription(25),
};

export const messageAnswer = z.object({ data: shownMessage });
export const messagesAnswer = z.object({
  data: z.array(shownMessage),
  meta: z.object({ limit: z.int(), hasMore: z.boolean() }),
});
export const foundAnswer = z.object({
  data: z.array(shownMessage),
  meta: z.object({ limit: z.int(), nextCursor: z.string().nullable() }),
});
export const eventsAnswer = z.object({ data: missedEvents });
export const changedAnswer = z.object({ data: changed });
export const unreadAnswer = z.object({ data: unread });
export const roomsAnswer = z.object({ data: z.array(unread) });
