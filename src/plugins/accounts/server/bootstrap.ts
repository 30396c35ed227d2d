import type { Core } from '@strapi/strapi';

/** Makes what must be there before the first request: the limits connect to where they are shared. */
export function bootstrap({ strapi }: { strapi: Core.Strapi }): void {
  strapi.plugin('accounts').service('throttle');
}
