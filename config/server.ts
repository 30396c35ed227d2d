import { loadEnv } from '../src/env';

const env = loadEnv();

export default {
  host: env.HOST,
  port: env.PORT,
  url: env.publicUrl,
  app: { keys: env.APP_KEYS },
  proxy: { koa: env.TRUSTED_PROXY_HOPS > 0, maxIpsCount: env.TRUSTED_PROXY_HOPS },
  http: {
    serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
  },
  transfer: { remote: { enabled: env.TRANSFER_REMOTE_ENABLED } },
  cron: { enabled: false },
  webhooks: { populateRelations: false },
};
