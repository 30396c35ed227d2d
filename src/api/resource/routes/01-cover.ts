import { z } from 'zod';
import { shownFile } from '../../../plugins/files/contract/files';
import { newCover } from '../resource-body';

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
