import type { Core } from '@strapi/strapi';
import { registerDocumentHold } from '../../lib/document-hold';
import { registerDocumentRules } from '../../lib/document-rules';
import { checkEvent } from './event-rules';

const UID = 'api::event.event';

/** Runs before the database exists. */
export function registerEvents(strapi: Core.Strapi): void {
  registerDocumentHold(strapi, UID);
  registerDocumentRules(strapi, UID, checkEvent);
}
