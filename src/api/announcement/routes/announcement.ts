import { factories } from '@strapi/strapi';
import { describedRouter } from '../../../lib/http/described-router';
import { announcementPatch, announcementsQuery, newAnnouncement } from '../announcement-body';

export default describedRouter(factories.createCoreRouter('api::announcement.announcement'), {
  find: { query: announcementsQuery.shape },
  create: { body: newAnnouncement },
  update: { body: announcementPatch },
});
