import { z } from 'zod';
import { longText } from '../../../lib/text-fields';
import { shownFile } from '../../files/contract/files';
import { roomKey, shownPerson } from './rooms';

export const LONGEST_MESSAGE = 4000;
export const MOST_ATTACHMENTS = 10;
/** Different ones on one message, which every event about it repeats. */
export const MOST_EMOJIS = 50;

export const messageText = longText(LONGEST_MESSAGE);
/** In one case, as the database has them: what is compared as text is then the same as there. */
export const uuid = z.uuid().toLowerCase();
export const messageId = uuid;
export const eventSeq = z.int().min(0);
/** One emoji, with what may be joined to it. */
export const emoji = z
  .string()
  .max(32)
  .regex(new RegExp('^\\p{RGI_Emoji}$', 'v'), 'must be one emoji');

/** What a person sends to a room. The server says who sent it, when and where it stands. */
export const messageBody = z.strictObject({
  clientId: uuid.meta({
    description: 'Made by the client for this message; send it again with it',
  }),
  text: messageText.meta({
    description: 'Plain text. `<@documentId>` mentions a person, `<@room>` everybody.',
  }),
  attachments: z
    .array(z.string().regex(/^[a-z0-9]{1,64}$/))
    .max(MOST_ATTACHMENTS)
    .default([])
    .meta({ description: 'Ids of own uploads' }),
  replyTo: messageId.nullable().default(null),
});
export type MessageBody = z.infer<typeof messageBody>;

const moment = z.iso.datetime();

/** A message as it is now. */
export const shownMessage = z.object({
  id: messageId,
  room: roomKey,
  eventSeq: z.int(),
  clientId: z.uuid(),
  author: shownPerson.nullable().meta({ description: 'Null when the person has left' }),
  text: z.string().meta({ description: 'Empty when deleted or hidden' }),
  mentions: z.array(z.string()),
  replyTo: messageId.nullable(),
  attachments: z.array(shownFile),
  reactions: z.array(z.object({ emoji: z.string(), people: z.array(z.string()) })),
  createdAt: moment,
  editedAt: moment.nullable(),
  deletedAt: moment.nullable(),
  hiddenAt: moment.nullable(),
});
export type ShownMessage = z.infer<typeof shownMessage>;

export const CHAT_EVENT_TYPES = ['message', 'edit', 'delete', 'reaction', 'moderation'] as const;
export type ChatEventType = (typeof CHAT_EVENT_TYPES)[number];

/** A lasting change in a room. Its message is as it is now, so that what was deleted is in no event. */
export const chatEvent = z.object({
  room: roomKey,
  eventSeq: z.int(),
  type: z.enum(CHAT_EVENT_TYPES),
  at: moment,
  actor: shownPerson.nullable(),
  message: shownMessage.nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type ChatEvent = z.infer<typeof chatEvent>;
