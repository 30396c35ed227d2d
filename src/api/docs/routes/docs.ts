import { z } from '@strapi/utils';

const route = (path: string, handler: string) => ({
  method: 'GET' as const,
  path,
  handler: `docs.${handler}`,
  config: { auth: false as const },
});

export default {
  routes: [
    { ...route('/openapi.json', 'document'), response: z.looseObject({ openapi: z.string() }) },
    route('/docs', 'swagger'),
    route('/redoc', 'redoc'),
    route('/docs/assets/:file', 'asset'),
  ],
};
