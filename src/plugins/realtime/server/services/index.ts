import { randomUUID } from 'node:crypto';
import type { RoomMessages } from '../../contract/room-messages';
import type { Core } from '@strapi/strapi';
import type { Files } from '../../../files/contract/files';
import { createKeyring } from '../../../../lib/keyring';
import { createSealedCursors } from '../../../../lib/sealed-cursor';
import type { RealtimeConfig } from '../config';
import { memberRows } from '../repositories/members';
import { messageChanges } from '../repositories/message-changes';
import { messageRows } from '../repositories/messages';
import { panelRows } from '../repositories/panel';
import { moderationRows } from '../repositories/moderation';
import { retentionRows } from '../repositories/retention';
import { roomRows } from '../repositories/rooms';
import { createChatChanges, type ChatChanges } from './chat-changes';
import { createChatHistory, type ChatHistory } from './chat-history';
import { createChatModeration, type ChatModeration } from './chat-moderation';
import { createChatPointers, type ChatPointers } from './chat-pointers';
import { createChatReading, type ChatReading } from './chat-reading';
import { createChatSending, type ChatSending } from './chat-sending';
import { createEmitter, type Emitter } from './emitter';
import { createMessagePresenter, type MessagePresenter } from './message-presenter';
import { createPanelModeration, type PanelModeration } from './panel-moderation';
import { createPresence, type Presence } from './presence';
import { createRetention, type Retention } from './retention';
import { createRoomChanges, type RoomChanges } from './room-changes';
import { createRoomMessages } from './room-messages';
import { createRoomsService, type RoomsService } from './rooms';

interface Wiring {
  strapi: Core.Strapi;
}

const own = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('realtime').service<Service>(name);
const filesOf = (strapi: Core.Strapi) => strapi.plugin('files').service<Files>('files');
const dbOf = (strapi: Core.Strapi) => () => strapi.db.connection;

export const services = {
  emitter: (): Emitter => createEmitter(),

  rooms: ({ strapi }: Wiring): RoomsService =>
    createRoomsService({ db: dbOf(strapi), rows: roomRows }),

  messagePresenter: ({ strapi }: Wiring): MessagePresenter =>
    createMessagePresenter({
      people: (userIds) => own<RoomsService>(strapi, 'rooms').show(userIds),
      files: (ids) => filesOf(strapi).byIds(ids),
    }),

  chatReading: ({ strapi }: Wiring): ChatReading =>
    createChatReading({
      db: dbOf(strapi),
      roomRows,
      messageRows,
      presenter: own(strapi, 'messagePresenter'),
    }),

  roomMessages: ({ strapi }: Wiring): RoomMessages =>
    createRoomMessages({
      rooms: own(strapi, 'rooms'),
      history: own(strapi, 'chatHistory'),
      sending: own(strapi, 'chatSending'),
    }),

  chatPointers: ({ strapi }: Wiring): ChatPointers =>
    createChatPointers({
      db: dbOf(strapi),
      members: memberRows,
      rooms: own(strapi, 'rooms'),
      emitter: own(strapi, 'emitter'),
    }),

  chatHistory: ({ strapi }: Wiring): ChatHistory => {
    const { secrets } = strapi.config.get<RealtimeConfig>('plugin::realtime');
    return createChatHistory({
      db: dbOf(strapi),
      rooms: own(strapi, 'rooms'),
      members: memberRows,
      messageRows,
      presenter: own(strapi, 'messagePresenter'),
      cursors: createSealedCursors(createKeyring(secrets, 'chat-search')),
    });
  },

  roomChanges: ({ strapi }: Wiring): RoomChanges =>
    createRoomChanges({
      db: dbOf(strapi),
      roomRows,
      messageRows,
      changes: messageChanges,
      writer: own<ChatSending>(strapi, 'chatSending').writer,
      presenter: own(strapi, 'messagePresenter'),
      emitter: own(strapi, 'emitter'),
      report: (error) => strapi.log.error('A stored change could not be sent out', error),
    }),

  chatChanges: ({ strapi }: Wiring): ChatChanges =>
    createChatChanges({
      db: dbOf(strapi),
      rooms: own(strapi, 'rooms'),
      messageRows,
      changes: messageChanges,
      moderation: moderationRows,
      roomChanges: own(strapi, 'roomChanges'),
    }),

  chatModeration: ({ strapi }: Wiring): ChatModeration =>
    createChatModeration({
      db: dbOf(strapi),
      rooms: own(strapi, 'rooms'),
      roomRows,
      messageRows,
      changes: messageChanges,
      moderation: moderationRows,
      chatChanges: own(strapi, 'chatChanges'),
      roomChanges: own(strapi, 'roomChanges'),
      presenter: own(strapi, 'messagePresenter'),
    }),

  panelModeration: ({ strapi }: Wiring): PanelModeration =>
    createPanelModeration({
      db: dbOf(strapi),
      rooms: own(strapi, 'rooms'),
      rows: panelRows,
      messageRows,
      presenter: own(strapi, 'messagePresenter'),
    }),

  retention: ({ strapi }: Wiring): Retention =>
    createRetention({ db: dbOf(strapi), rows: retentionRows, now: () => new Date() }),

  presence: ({ strapi }: Wiring): Presence =>
    createPresence({
      emitter: own(strapi, 'emitter'),
      people: (userIds) => own<RoomsService>(strapi, 'rooms').show(userIds),
      report: (error) => strapi.log.error('Who is there could not be told', error),
    }),

  chatSending: ({ strapi }: Wiring): ChatSending =>
    createChatSending({
      db: dbOf(strapi),
      messageRows,
      presenter: own(strapi, 'messagePresenter'),
      emitter: own(strapi, 'emitter'),
      files: () => filesOf(strapi),
      createId: randomUUID,
      report: (error) => strapi.log.error('Stored messages could not be sent out', error),
    }),
};
