import { loadEnv } from '../src/env';

const env = loadEnv();

export default {
  host: env.HOST,
  port: env.PORT,
  url: env.publicUrl,
  app: { keys: env.APP_KEYS },
  // Koa with `proxy` and no count believes the leftmost, client-written entry of X-Forwarded-For.
  proxy: { koa: env.TRUSTED_PROXY_HOPS > 0, maxIpsCount: env.TRUSTED_PROXY_HOPS },
  http: {
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16_384,
    },
  },
  // Boxes and advertisements for a person at a terminal; a JSON log holds lines only.
  logger: { startup: { enabled: env.LOG_FORMAT === 'text' }, updates: { enabled: false } },
  transfer: { remote: { enabled: env.TRANSFER_REMOTE_ENABLED } },
  cron: { enabled: false },
  webhooks: { populateRelations: false },
};
