import { factories } from '@strapi/strapi';
import { describeRoutes } from '../../../lib/http/describe-routes';
import { eventChange, newEvent } from '../event-body';
import { eventAdditions } from '../present-events';

export default describeRoutes(factories.createCoreRouter('api::event.event'), {
  bodies: { create: newEvent, update: eventChange },
  additions: eventAdditions,
});
