import { z } from 'zod';
import { newCover } from '../resource-body';

const shownFile = z.object({
  id: z.string(),
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.number(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  alternativeText: z.string().nullable(),
  url: z.string(),
  urlExpiresAt: z.string(),
});

export default {
  routes: [
    {
      method: 'PUT' as const,
      path: '/resources/:id/cover',
      handler: 'cover.replace',
      request: { body: { 'application/json': newCover } },
      response: z.object({ data: z.object({ documentId: z.string(), cover: shownFile }) }),
    },
    {
      method: 'DELETE' as const,
      path: '/resources/:id/cover',
      handler: 'cover.remove',
      response: z.null().meta({ 'x-status': 204 }),
    },
  ],
};
