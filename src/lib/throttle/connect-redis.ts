import { Redis } from 'ioredis';

const RETRY_AT_MOST_EVERY_MS = 2000;

/**
 * A connection to Redis for counting: nothing is queued while it is away, no command is sent twice,
 * and none is waited for longer than half a second.
 */
export function connectRedis({ url, prefix }: { url: string; prefix: string }): Redis {
  const redis = new Redis(url, {
    keyPrefix: `${prefix}:limits:`,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_AT_MOST_EVERY_MS),
  });
  // Who asks is told that it is away; without a listener the process would end.
  redis.on('error', () => undefined);
  return redis;
}
