import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';

const RETRY_AT_MOST_EVERY_MS = 2000;
const retryStrategy = (attempt: number) => Math.min(attempt * 100, RETRY_AT_MOST_EVERY_MS);
const ignore = () => undefined;

/**
 * Lets instances send through each other by a Redis stream. While Redis is away each goes on with its
 * own clients: nothing is queued for it, and clients find what they missed by the gap in the sequence.
 */
export function connectInstances({ url, prefix }: { url: string; prefix: string }) {
  const readers: Redis[] = [];
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 1000,
    retryStrategy,
  });
  // Who publishes is told that it is away; without a listener the process would end.
  redis.on('error', ignore);
  // The adapter makes its readers by this; they wait for Redis for as long as it takes.
  redis.duplicate = () => {
    const reader = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
    reader.on('error', ignore);
    readers.push(reader);
    return reader;
  };
  const name = `${prefix}:realtime`;
  const adapter = createAdapter(redis, {
    streamName: name,
    channelPrefix: name,
    sessionKeyPrefix: `${name}:session:`,
    // Some minutes of a busy day; who was away for longer asks for what they missed anyway.
    maxLen: 10_000,
  });
  return {
    adapter,
    close(): void {
      for (const client of [redis, ...readers]) client.disconnect();
    },
  };
}
