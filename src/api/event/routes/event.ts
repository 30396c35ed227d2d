import { factories } from '@strapi/strapi';
import { describeRoutes } from '../../../lib/http/describe-routes';
import { eventChange, newEvent } from '../event-body';
import { eventAdditions } from '../present-events';
import { upcoming } from '../upcoming';

export default describeRoutes(factories.createCoreRouter('api::event.event'), {
  queries: { find: { upcoming } },
  bodies: { create: newEvent, update: eventChange },
  additions: eventAdditions,
});
