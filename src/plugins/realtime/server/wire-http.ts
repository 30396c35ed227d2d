import type { Core } from '@strapi/strapi';
import { createMessagesController } from './controllers/messages';
import { createModerationController } from './controllers/moderation';
import { createPanelController } from './controllers/panel';
import { createRoomsController } from './controllers/rooms';

interface Wiring {
  strapi: Core.Strapi;
}

const own = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('realtime').service<Service>(name);

export const controllers = {
  rooms: ({ strapi }: Wiring) =>
    createRoomsController({
      rooms: own(strapi, 'rooms'),
      reading: own(strapi, 'chatReading'),
      pointers: own(strapi, 'chatPointers'),
      messages: own(strapi, 'roomMessages'),
    }),

  moderation: ({ strapi }: Wiring) =>
    createModerationController({
      rooms: own(strapi, 'rooms'),
      moderation: own(strapi, 'chatModeration'),
    }),

  panel: ({ strapi }: Wiring) =>
    createPanelController({
      panel: own(strapi, 'panelModeration'),
      moderation: own(strapi, 'chatModeration'),
      rooms: own(strapi, 'rooms'),
      now: () => new Date(),
    }),

  messages: ({ strapi }: Wiring) =>
    createMessagesController({
      changes: own(strapi, 'chatChanges'),
      history: own(strapi, 'chatHistory'),
    }),
};
