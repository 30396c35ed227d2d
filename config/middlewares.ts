import { loadEnv } from '../src/env';

const env = loadEnv();

const anyLocalhost = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export default [
  'global::request-context',
  'strapi::errors',
  'global::problems',
  'strapi::security',
  {
    name: 'strapi::cors',
    config: {
      origin: (ctx: { request: { header: { origin?: string } } }) => {
        const origin = ctx.request.header.origin ?? '';
        const local = env.profile !== 'production' && anyLocalhost.test(origin);
        return local || env.CORS_ALLOWED_ORIGINS.includes(origin) ? origin : '';
      },
      credentials: true,
    },
  },
  'strapi::query',
  'strapi::body',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
