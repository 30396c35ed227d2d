import { z } from 'zod';
import { coverBody } from '../event-body';
import { eventAdditions } from '../present-events';

const UID = 'api::event.event';
const eventAnswer = z.object({
  data: z.looseObject({ documentId: z.string(), title: z.string(), ...eventAdditions }),
});

/** Who answers with an event shows it as the generated routes do, within the same rules. */
const asFindOne = {
  middlewares: [
    { name: 'global::rest-query', config: { uid: UID, action: 'findOne', extras: [] } },
  ],
};

/** Mounted before the generated routes, which would take `calendar.ics` for an id. */
export default {
  routes: [
    {
      method: 'GET' as const,
      path: '/events/calendar.ics',
      handler: 'calendar.find',
      response: z
        .string()
        .meta({ 'x-media-type': 'text/calendar', description: 'An iCalendar (RFC 5545).' }),
    },
    {
      method: 'PUT' as const,
      path: '/events/:id/cover',
      handler: 'cover.replace',
      config: asFindOne,
      request: { body: { 'application/json': coverBody } },
      response: eventAnswer,
    },
    {
      method: 'DELETE' as const,
      path: '/events/:id/cover',
      handler: 'cover.remove',
      config: asFindOne,
      response: eventAnswer,
    },
  ],
};
