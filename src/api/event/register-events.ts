import type { Core } from '@strapi/strapi';
import { registerDocumentHold } from '../../lib/document-hold';
import { upcoming } from './upcoming';

const UID = 'api::event.event';

/** Runs before the database exists. */
export function registerEvents(strapi: Core.Strapi): void {
  registerDocumentHold(strapi, UID);
  strapi.contentAPI.addQueryParams({
    upcoming: {
      schema: () => upcoming,
      matchRoute: (route) => route.method === 'GET' && route.path === '/events',
    },
  });
}
