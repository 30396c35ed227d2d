import type { Core } from '@strapi/strapi';
import type { LivePrincipals } from '../../accounts/contract/live-caller';
import type { SocketDoor } from '../../accounts/contract/socket-door';
import type { RealtimeConfig } from './config';
import type { DeclaredEvent } from './gateway/define-event';
import { openGateway, type Gateway } from './gateway/gateway';
import type { GatewayLimits } from './gateway/gateway-limits';
import { chatEvents } from './handlers/chat';
import { moderationEvents } from './handlers/moderation';
import type { Presence } from './services/presence';
import type { RoomsService } from './services/rooms';
import { locationEventsOf } from './wire-location';

const own = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('realtime').service<Service>(name);

/** Every event that clients may send. */
const eventsOf = (strapi: Core.Strapi): DeclaredEvent[] => [
  ...chatEvents({
    rooms: own(strapi, 'rooms'),
    reading: own(strapi, 'chatReading'),
    sending: own(strapi, 'chatSending'),
    changes: own(strapi, 'chatChanges'),
    pointers: own(strapi, 'chatPointers'),
    presence: own(strapi, 'presence'),
  }),
  ...locationEventsOf(strapi),
  ...moderationEvents({
    rooms: own(strapi, 'rooms'),
    moderation: own(strapi, 'chatModeration'),
  }),
];

/** Puts the gateway on the app's server. */
export function wireGateway(strapi: Core.Strapi): Gateway {
  const presence = own<Presence>(strapi, 'presence');
  const accounts = strapi.plugin('accounts');
  return openGateway({
    httpServer: strapi.server.httpServer,
    config: strapi.config.get<RealtimeConfig>('plugin::realtime'),
    limits: own<GatewayLimits>(strapi, 'gatewayLimits'),
    door: accounts.service<SocketDoor>('socketDoor'),
    principals: accounts.service<LivePrincipals>('principals'),
    rooms: own<RoomsService>(strapi, 'rooms'),
    events: eventsOf(strapi),
    joined: ({ data }, room) => presence.joined(data.principal.userId, room),
    left: ({ data }, room) => presence.left(data.principal.userId, room),
    log: strapi.log,
  });
}
