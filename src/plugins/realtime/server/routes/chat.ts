import { z } from 'zod';
import {
  changedAnswer,
  editBody,
  eventsAnswer,
  eventsDescription,
  foundAnswer,
  historyDescription,
  messageAnswer,
  messagesAnswer,
  reactionBody,
  readBody,
  roomsAnswer,
  searchDescription,
  unreadAnswer,
} from '../../contract/chat';
import { messageBody } from '../../contract/messages';
import { roomKey } from '../../contract/rooms';

const inRoom = { room: roomKey };
const ofMessage = { id: z.string().meta({ description: 'The id of a message' }) };
const config = { prefix: '' };
const json = (body: z.ZodType) => ({ 'application/json': body });

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const chatRoutes = [
  { method: 'GET' as const, path: '/rooms', handler: 'rooms.find', config, response: roomsAnswer },
  {
    method: 'GET' as const,
    path: '/rooms/:room/messages',
    handler: 'rooms.messages',
    config,
    request: { params: inRoom, query: historyDescription },
    response: messagesAnswer,
  },
  {
    method: 'POST' as const,
    path: '/rooms/:room/messages',
    handler: 'rooms.send',
    config,
    request: { params: inRoom, body: json(messageBody) },
    response: messageAnswer.meta({ 'x-status': 201, 'x-also': [200] }),
  },
  {
    method: 'GET' as const,
    path: '/rooms/:room/events',
    handler: 'rooms.events',
    config,
    request: { params: inRoom, query: eventsDescription },
    response: eventsAnswer,
  },
  {
    method: 'GET' as const,
    path: '/rooms/:room/unread',
    handler: 'rooms.unread',
    config,
    request: { params: inRoom },
    response: unreadAnswer,
  },
  {
    method: 'PUT' as const,
    path: '/rooms/:room/read',
    handler: 'rooms.read',
    config,
    request: { params: inRoom, body: json(readBody) },
    response: unreadAnswer,
  },
  {
    method: 'GET' as const,
    path: '/messages/search',
    handler: 'messages.search',
    config,
    request: { query: searchDescription },
    response: foundAnswer,
  },
  {
    method: 'PATCH' as const,
    path: '/messages/:id',
    handler: 'messages.edit',
    config,
    request: { params: ofMessage, body: json(editBody) },
    response: changedAnswer,
  },
  {
    method: 'DELETE' as const,
    path: '/messages/:id',
    handler: 'messages.remove',
    config,
    request: { params: ofMessage },
    response: changedAnswer,
  },
  {
    method: 'PUT' as const,
    path: '/messages/:id/reactions',
    handler: 'messages.react',
    config,
    request: { params: ofMessage, body: json(reactionBody) },
    response: changedAnswer,
  },
];
