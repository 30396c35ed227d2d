import type { Redis } from 'ioredis';
import type { Knex } from 'knex';
import {
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';
import type { Count, CounterStore } from './counter-store';

/** What the limiter must have before it is asked; every call brings its own window. */
const SHARED = { points: 1, duration: 1, keyPrefix: '' };

const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
  used: consumedPoints,
  resetMs: Math.max(0, msBeforeNext),
});

function toStore(limiter: RateLimiterStoreAbstract): CounterStore {
  return {
    async add(key, points, windowSeconds) {
      // A penalty is a consume without a verdict; the limits are ours to judge.
      return countOf(await limiter.penalty(key, points, { customDuration: windowSeconds }));
    },
    async read(key) {
      const found = await limiter.get(key);
      return found ? countOf(found) : undefined;
    },
    async remove(key) {
      await limiter.delete(key);
    },
  };
}

interface Statement {
  text: string;
  values: unknown[];
}
interface Connection {
  query(statement: Statement): Promise<unknown>;
}
/** The part of knex below its query builder, which it types as any. */
interface ConnectionPool {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

/** Counters in a table with the columns `key`, `points` and `expire`, in this order. */
export function createPostgresStore(db: Knex, tableName: string): CounterStore {
  const pool = db.client as ConnectionPool;
  const storeClient = {
    /** The name of the statement is left out: the embedded database shares one session among all. */
    async query({ text, values }: Statement): Promise<unknown> {
      const connection = await pool.acquireConnection();
      try {
        return await connection.query({ text, values });
      } finally {
        await pool.releaseConnection(connection);
      }
    },
  };
  return toStore(
    new RateLimiterPostgres({
      ...SHARED,
      storeClient,
      storeType: 'pool',
      tableName,
      tableCreated: true,
      clearExpiredByTimeout: false,
    }),
  );
}

/** Counters in Redis. A connection that is not ready fails at once instead of queueing. */
export const createRedisStore = (redis: Redis): CounterStore =>
  toStore(new RateLimiterRedis({ ...SHARED, storeClient: redis, rejectIfRedisNotReady: true }));
