import type { Core } from '@strapi/strapi';
import { connectRedis } from '../../../../lib/throttle/connect-redis';
import { createPostgresStore, createRedisStore } from '../../../../lib/throttle/flexible-store';
import { createInsuredStore } from '../../../../lib/throttle/insured-store';
import { createWindowCounters } from '../../../../lib/throttle/window-counters';
import { createLimitRepository, LIMITS_TABLE } from '../repositories/limits';
import type { ThrottleConfig } from '../throttle-config';
import { createThrottleService, type ThrottleService } from './throttle';

const INSURED_KEYS = 50_000;
const SWEEP_EVERY_MS = 10 * 60_000;

const now = () => Date.now();

function insure(strapi: Core.Strapi, store: Parameters<typeof createInsuredStore>[0]['store']) {
  return createInsuredStore({
    store,
    memory: createWindowCounters({ maxKeys: INSURED_KEYS, now }),
    now,
    onChange: (isDown, error) => {
      const reason = error instanceof Error ? error.message : undefined;
      if (isDown) strapi.log.warn('Limits are counted by this process alone for now', { reason });
      else strapi.log.info('Limits are shared by all processes again');
    },
  });
}

/** Redis where there is one, else the database. */
function wireThrottle({ strapi }: { strapi: Core.Strapi }): ThrottleService {
  const { redis: redisSettings, ...settings } = strapi.config.get<ThrottleConfig>(
    'plugin::accounts.throttle',
  );

  if (redisSettings) {
    const redis = connectRedis(redisSettings);
    const store = createRedisStore(redis);
    return createThrottleService({
      ...settings,
      store: insure(strapi, store),
      addAll: (increments) =>
        Promise.all(
          increments.map(({ key, points, endsAtMs }) =>
            store.add(key, points, Math.max(1, Math.ceil((endsAtMs - now()) / 1000))),
          ),
        ),
      now,
      close: () => redis.disconnect(),
    });
  }

  const limits = createLimitRepository(strapi.db.connection);
  const sweep = setInterval(() => {
    // What is over is not counted any more; it may as well go next time.
    limits.deleteOver(now()).catch(() => undefined);
  }, SWEEP_EVERY_MS).unref();
  return createThrottleService({
    ...settings,
    store: insure(strapi, createPostgresStore(strapi.db.connection, LIMITS_TABLE)),
    addAll: (increments) => limits.addAll(increments, now()),
    now,
    close: () => clearInterval(sweep),
  });
}

export const throttleServices = { throttle: wireThrottle };
