import { z } from 'zod';

export default {
  routes: [
    {
      method: 'GET' as const,
      path: '/resources/:id/download',
      handler: 'download.find',
      response: z
        .null()
        .meta({ 'x-status': 302, description: 'To the file, by a link that works for minutes' }),
    },
  ],
};
