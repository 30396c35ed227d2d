import type { Core } from '@strapi/strapi';
import { registerDocumentHold } from '../lib/document-hold';
import { useDocumentRules } from '../lib/document-rules/use-document-rules';
import { restartCopies } from './announcement/announcement-rules';
import { scheduleAnnouncements } from './announcement/publish-announcements';
import { DOCUMENT_RULES } from './document-rules';
import { registerEventRegistrations } from './event-registration/register-event-registrations';
import { registerPanelViews } from './panel-views';
import { registerExchanges } from './register-exchanges';

/** What editors publish. */
const PUBLISHED = ['api::event.event', 'api::resource.resource', 'api::announcement.announcement'];

/** What the programme's types need beyond their schemas and routes. Call it in `register`. */
export function registerProgramme(strapi: Core.Strapi): void {
  strapi.customFields.register({ name: 'audience', type: 'json' });
  registerPanelViews(strapi);
  useDocumentRules(strapi, DOCUMENT_RULES);
  for (const uid of PUBLISHED) registerDocumentHold(strapi, uid);
  registerEventRegistrations(strapi);
  restartCopies(strapi);
  scheduleAnnouncements(strapi);
  registerExchanges(strapi);
}
