import type { Core } from '@strapi/strapi';
import type { ThrottleService } from '../services/throttle';
import type { ThrottleScopeSettings } from '../throttle-routes';
import { createThrottle } from './throttle';
import { createPanelThrottle, createThrottleScope } from './throttle-scope';

interface Wiring {
  strapi: Core.Strapi;
}

/** Made before the services can be, so they look them up when the first request comes. */
const throttleOf = (strapi: Core.Strapi) => {
  let found: ThrottleService | undefined;
  return () => (found ??= strapi.plugin('accounts').service<ThrottleService>('throttle'));
};

export const throttleMiddlewares = {
  throttle: (settings: { exempt?: string[] }, { strapi }: Wiring) =>
    createThrottle(settings, {
      prefix: strapi.config.get<string>('api.rest.prefix', '/api'),
      throttle: throttleOf(strapi),
    }),

  'throttle-scope': (settings: ThrottleScopeSettings, { strapi }: Wiring) =>
    createThrottleScope(settings, { throttle: throttleOf(strapi) }),

  'panel-throttle': (_settings: unknown, { strapi }: Wiring) =>
    createPanelThrottle({ throttle: throttleOf(strapi) }),
};
