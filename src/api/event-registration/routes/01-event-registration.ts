import { z } from 'zod';

const registration = z
  .object({
    data: z.object({
      status: z.enum(['registered', 'waiting']),
      position: z.int().nullable().meta({ description: 'In the waiting list, from 1.' }),
      registeredAt: z.iso.datetime(),
    }),
  })
  .meta({ 'x-status': 201 });

export default {
  routes: [
    {
      method: 'POST' as const,
      path: '/events/:id/registration',
      handler: 'event-registration.register',
      response: registration,
    },
    {
      method: 'DELETE' as const,
      path: '/events/:id/registration',
      handler: 'event-registration.cancel',
    },
  ],
};
