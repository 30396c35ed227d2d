import type { Core } from '@strapi/strapi';
import { useDocumentRules } from '../lib/document-rules/use-document-rules';
import { restartCopies } from './announcement/announcement-rules';
import { scheduleAnnouncements } from './announcement/publish-announcements';
import { DOCUMENT_RULES } from './document-rules';
import { registerEvents } from './event/register-events';
import { registerEventRegistrations } from './event-registration/register-event-registrations';
import { registerPanelViews } from './panel-views';
import { registerExchanges } from './register-exchanges';

/** What the programme's types need beyond their schemas and routes. Call it in `register`. */
export function registerProgramme(strapi: Core.Strapi): void {
  strapi.customFields.register({ name: 'audience', type: 'json' });
  registerPanelViews(strapi);
  useDocumentRules(strapi, DOCUMENT_RULES);
  registerEvents(strapi);
  registerEventRegistrations(strapi);
  restartCopies(strapi);
  scheduleAnnouncements(strapi);
  registerExchanges(strapi);
}
