import {
  chatDelete,
  chatEdit,
  chatJoin,
  chatLeave,
  chatReact,
  chatRead,
  chatSend,
  chatTyping,
  type MissedEvents,
  type SentMessage,
} from '../../contract/chat';
import { defineEvent, type DeclaredEvent } from '../gateway/define-event';
import type { ChatChanges } from '../services/chat-changes';
import type { ChatPointers } from '../services/chat-pointers';
import type { ChatReading } from '../services/chat-reading';
import type { ChatSending } from '../services/chat-sending';
import type { Presence } from '../services/presence';
import type { RoomsService } from '../services/rooms';

interface Dependencies {
  rooms: RoomsService;
  reading: ChatReading;
  sending: ChatSending;
  changes: ChatChanges;
  pointers: ChatPointers;
  presence: Presence;
}

/** For what a person does by hand. */
const BY_HAND = { points: 20, perSeconds: 10 };
/** For what clients do by themselves, for each room when they come back. */
const BY_ITSELF = { points: 100, perSeconds: 10 };

/** What clients may send about chat. */
export const chatEvents = (services: Dependencies): DeclaredEvent[] => {
  const { rooms, reading, sending, changes, pointers, presence } = services;
  return [
    defineEvent({
      name: 'chat:join',
      payload: chatJoin,
      limit: BY_ITSELF,
      async handle({ payload, principal, socket }): Promise<MissedEvents> {
        const room = await rooms.enter(principal, payload.room, { isFresh: true });
        const isNew = !socket.rooms.has(room.id);
        // First, so that nothing falls between what is read now and what is sent from now on.
        await socket.join(room);
        const missed = await reading.missed(room, payload.afterEventSeq);
        if (isNew) socket.tell('presence:changed', await presence.now(room));
        return missed;
      },
    }),
    defineEvent({
      name: 'chat:leave',
      payload: chatLeave,
      limit: BY_ITSELF,
      async handle({ payload, socket }): Promise<{ left: boolean }> {
        const room = [...socket.rooms.values()].find(({ key }) => key === payload.room);
        if (room) await socket.leave(room);
        return { left: room !== undefined };
      },
    }),
    defineEvent({
      name: 'chat:send',
      payload: chatSend,
      limit: BY_HAND,
      async handle({ payload, principal }): Promise<SentMessage> {
        const { room: name, ...body } = payload;
        const room = await rooms.enter(principal, name);
        const { message } = await sending.send(principal, room, body);
        return { message };
      },
    }),
    defineEvent({
      name: 'chat:edit',
      payload: chatEdit,
      limit: BY_HAND,
      handle: ({ payload, principal }) => changes.edit(principal, payload.messageId, payload.text),
    }),
    defineEvent({
      name: 'chat:delete',
      payload: chatDelete,
      limit: BY_HAND,
      handle: ({ payload, principal }) => changes.remove(principal, payload.messageId),
    }),
    defineEvent({
      name: 'chat:react',
      payload: chatReact,
      limit: BY_HAND,
      handle: ({ payload: { messageId, ...reaction }, principal }) =>
        changes.react(principal, messageId, reaction),
    }),
    defineEvent({
      name: 'chat:read',
      payload: chatRead,
      limit: BY_ITSELF,
      async handle({ payload, principal }) {
        const room = await rooms.enter(principal, payload.room);
        return pointers.read(principal, room, payload.eventSeq);
      },
    }),
    defineEvent({
      name: 'chat:typing',
      payload: chatTyping,
      limit: BY_ITSELF,
      async handle({ payload, principal, socket }) {
        const room = await rooms.enter(principal, payload.room);
        return pointers.type(principal, room, socket.id);
      },
    }),
  ];
};
