import { connectRedis } from '../../../../lib/throttle/connect-redis';
import { createRedisStore } from '../../../../lib/throttle/flexible-store';
import { createInsuredStore } from '../../../../lib/throttle/insured-store';
import { createWindowCounters } from '../../../../lib/throttle/window-counters';
import type { RealtimeConfig } from '../config';
import { createLocalPlaces, createSharedPlaces, type ConnectionPlaces } from './connection-places';
import { createEventQuota, type EventQuota } from './event-quota';

const MOST_KEYS = 50_000;
const UNLIMITED = { person: Number.MAX_SAFE_INTEGER, address: Number.MAX_SAFE_INTEGER };

/** Service `gatewayLimits`: what people may do at the sockets of all servers together. */
export interface GatewayLimits {
  places: ConnectionPlaces;
  /** Undefined when limits are lifted. */
  quota: EventQuota | undefined;
  stop(): void;
}

/** Counts in Redis where there is one; without it there is one server only. */
export function createGatewayLimits({
  isLimited,
  connections: { perPerson: person, perAddress: address },
  redis: settings,
}: Pick<RealtimeConfig, 'isLimited' | 'connections' | 'redis'>): GatewayLimits {
  const now = () => Date.now();
  if (!isLimited) {
    const places = createLocalPlaces(UNLIMITED);
    return { places, quota: undefined, stop: () => undefined };
  }
  if (!settings) {
    const [places, quota] = [createLocalPlaces({ person, address }), createEventQuota(now)];
    return { places, quota, stop: () => undefined };
  }
  const redis = connectRedis(settings);
  const counters = createRedisStore(redis);
  const store = createInsuredStore({
    store: counters,
    memory: createWindowCounters({ maxKeys: MOST_KEYS, now }),
    now,
    // The limits of HTTP are in the same Redis and say so.
    onChange: () => undefined,
  });
  const places = createSharedPlaces({ person, address }, { redis, store });
  const quota = createEventQuota(now, {
    store,
    addAll: (increments) =>
      Promise.all(
        increments.map(({ key, points, endsAtMs }) =>
          counters.add(key, points, Math.max(1, Math.ceil((endsAtMs - now()) / 1000))),
        ),
      ),
  });
  return {
    places,
    quota,
    stop() {
      places.stop();
      quota.stop();
      redis.disconnect();
    },
  };
}
