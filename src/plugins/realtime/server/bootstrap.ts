import type { Core } from '@strapi/strapi';
import type { Emitter } from './services/emitter';
import { registerPanelActions } from './panel-actions';
import type { OpenGateway } from './open-gateway';
import type { PlainLocation } from './open-plain-location';
import { wireGateway } from './wire-gateway';

/** Every kind of room has been registered by now. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const plugin = strapi.plugin('realtime');
  const gateway = wireGateway(strapi);
  plugin.service<PlainLocation>('plainLocation').open();
  plugin.service<OpenGateway>('openGateway').gateway = gateway;
  plugin.service<Emitter>('emitter').attach(gateway.io);
  await registerPanelActions(strapi);
}
