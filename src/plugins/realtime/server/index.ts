import type { Core } from '@strapi/strapi';
import { bootstrap } from './bootstrap';
import config from './config';
import { destroy } from './destroy';
import type { RealtimeConfig } from './config';
import { createGatewayLimits } from './gateway/gateway-limits';
import { createOpenGateway } from './open-gateway';
import { createPlainLocation } from './open-plain-location';
import { chatRoutes } from './routes/chat';
import { moderationRoutes } from './routes/moderation';
import { panelRoutes } from './routes/panel';
import { services } from './services';
import { locationRoutes } from './routes/location';
import { register } from './register';
import { controllers } from './wire-http';
import { locationControllers, locationServices } from './wire-location';

const routes = {
  'content-api': {
    type: 'content-api',
    routes: [...chatRoutes, ...moderationRoutes, ...locationRoutes],
  },
  admin: { type: 'admin', routes: panelRoutes },
};

export default {
  config,
  register,
  bootstrap,
  destroy,
  services: {
    ...services,
    ...locationServices,
    openGateway: createOpenGateway,
    gatewayLimits: ({ strapi }: { strapi: Core.Strapi }) =>
      createGatewayLimits(strapi.config.get<RealtimeConfig>('plugin::realtime')),
    plainLocation: createPlainLocation,
  },
  controllers: { ...controllers, ...locationControllers },
  routes,
};
