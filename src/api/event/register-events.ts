import type { Core } from '@strapi/strapi';
import { registerDocumentHold } from '../../lib/document-hold';

/** Runs before the database exists. */
export function registerEvents(strapi: Core.Strapi): void {
  registerDocumentHold(strapi, 'api::event.event');
}
