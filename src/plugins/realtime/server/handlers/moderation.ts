import { chatHide, chatMute, chatReport, chatSlowMode } from '../../contract/moderation';
import { defineEvent, type DeclaredEvent } from '../gateway/define-event';
import type { ChatModeration } from '../services/chat-moderation';
import type { RoomsService } from '../services/rooms';

interface Dependencies {
  rooms: RoomsService;
  moderation: ChatModeration;
}

const LIMIT = { points: 20, perSeconds: 10 };

/** What clients may send to look after a room. */
export const moderationEvents = ({ rooms, moderation }: Dependencies): DeclaredEvent[] => [
  defineEvent({
    name: 'chat:report',
    payload: chatReport,
    limit: LIMIT,
    handle: ({ payload, principal }) =>
      moderation.report(principal, payload.messageId, payload.reason),
  }),
  defineEvent({
    name: 'chat:hide',
    payload: chatHide,
    limit: LIMIT,
    handle: ({ payload: { messageId, ...hide }, principal }) =>
      moderation.hide(principal, messageId, hide),
  }),
  defineEvent({
    name: 'chat:mute',
    payload: chatMute,
    limit: LIMIT,
    async handle({ payload: { room: name, ...mute }, principal }) {
      const room = await rooms.enter(principal, name, { isFresh: true });
      return moderation.mute(principal, room, mute);
    },
  }),
  defineEvent({
    name: 'chat:slow-mode',
    payload: chatSlowMode,
    limit: LIMIT,
    async handle({ payload, principal }) {
      const room = await rooms.enter(principal, payload.room, { isFresh: true });
      return moderation.slowMode(principal, room, payload.seconds);
    },
  }),
];
