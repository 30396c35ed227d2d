import type { Core } from '@strapi/strapi';
import type { GatewayLimits } from './gateway/gateway-limits';
import type { OpenGateway } from './open-gateway';
import type { PlainLocation } from './open-plain-location';
import type { Emitter } from './services/emitter';
import type { CrossingFeed } from './services/location/crossing-feed';
import type { LiveFeed } from './services/location/live-feed';
import type { Presence } from './services/presence';

/** Strapi calls this before it closes the server and the database. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const plugin = strapi.plugin('realtime');
  await plugin.service<OpenGateway>('openGateway').gateway?.stop();
  plugin.service<Presence>('presence').stop();
  plugin.service<LiveFeed>('liveFeed').stop();
  plugin.service<CrossingFeed>('crossingFeed').stop();
  plugin.service<PlainLocation>('plainLocation').close();
  plugin.service<GatewayLimits>('gatewayLimits').stop();
  plugin.service<Emitter>('emitter').attach(undefined);
}
