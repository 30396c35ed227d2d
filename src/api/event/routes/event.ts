import { factories } from '@strapi/strapi';
import { describedRouter } from '../../../lib/http/described-router';
import { eventChange, newEvent } from '../event-body';
import { eventAdditions } from '../present-events';
import { upcoming } from '../upcoming';

export default describedRouter(
  factories.createCoreRouter('api::event.event'),
  { find: { query: { upcoming } }, create: { body: newEvent }, update: { body: eventChange } },
  eventAdditions,
);
