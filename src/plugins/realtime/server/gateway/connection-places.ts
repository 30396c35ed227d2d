import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { createKeyedSlots } from '../../../../lib/keyed-slots';
import type { InsuredStore } from '../../../../lib/throttle/insured-store';

/** A place that nobody renews, since its server was killed, is free again after this. */
const KEPT_MS = 30_000;
const RENEW_EVERY_MS = 10_000;
const RENEWED_AT_ONCE = 500;

export type PlaceKind = 'person' | 'address';
type Free = () => void;

/** Open connections of a person, or from an address. */
export interface ConnectionPlaces {
  /** A function that frees the place, however often it is called; null when there is none. */
  take(kind: PlaceKind, key: string): Promise<Free | null>;
  stop(): void;
}

/** For a single server. */
export function createLocalPlaces(most: Record<PlaceKind, number>): ConnectionPlaces {
  const own = { person: createKeyedSlots(most.person), address: createKeyedSlots(most.address) };
  return { take: (kind, key) => Promise.resolve(own[kind].take(key)), stop: () => undefined };
}

/** Redis' own clock, so that servers need not agree about the time. */
const NOW = `local clock = redis.call('time')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)`;

/** Takes a place in the set of a key unless as many as may be are taken. */
const TAKE = `${NOW}
redis.call('zremrangebyscore', KEYS[1], '-inf', now)
if redis.call('zcard', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('zadd', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('pexpire', KEYS[1], ARGV[3])
return 1`;

/** Says of each key that the place in it is still taken, whatever Redis remembers of it. */
const RENEW = `${NOW}
for index, key in ipairs(KEYS) do
  redis.call('zadd', key, now + ARGV[1], ARGV[index + 1])
  redis.call('pexpire', key, ARGV[1])
end
return 0`;

interface Shared {
  redis: Redis;
  /** Leaves Redis alone for a while after it failed. */
  store: Pick<InsuredStore, 'attempt' | 'isDown'>;
}

/**
 * For several servers: a set in Redis for each person and address, with a place for each connection
 * that its server renews. One that is refused by this server alone costs Redis nothing. While Redis is
 * away each server gives out half of the places, as other limits do.
 */
export function createSharedPlaces(
  most: Record<PlaceKind, number>,
  { redis, store }: Shared,
): ConnectionPlaces {
  /** How many places of a set this server has given out. */
  const given = new Map<string, number>();
  /** The set of each place that Redis was told of. */
  const held = new Map<string, string>();

  function count(set: string, by: 1 | -1): number {
    const counted = (given.get(set) ?? 0) + by;
    if (counted === 0) given.delete(set);
    else given.set(set, counted);
    return counted;
  }

  /** Whether the place may be had, by what all servers hold; by what this one holds without Redis. */
  async function mayTake(
    set: string,
    place: string,
    { kind, used }: { kind: PlaceKind; used: number },
  ) {
    try {
      const answer = await store.attempt(() =>
        redis.eval(TAKE, 1, set, place, most[kind], KEPT_MS),
      );
      return answer === 1;
    } catch {
      // The store reports itself.
      return used <= Math.ceil(most[kind] / 2);
    }
  }

  async function renew(): Promise<void> {
    const places = [...held];
    for (let start = 0; start < places.length; start += RENEWED_AT_ONCE) {
      const some = places.slice(start, start + RENEWED_AT_ONCE);
      const [names, sets] = [some.map(([place]) => place), some.map(([, set]) => set)];
      await store.attempt(() => redis.eval(RENEW, sets.length, ...sets, KEPT_MS, ...names));
    }
  }
  const timer = setInterval(() => {
    // What Redis missed it is told the next time.
    renew().catch(() => undefined);
  }, RENEW_EVERY_MS).unref();

  return {
    async take(kind, key) {
      const [place, set] = [randomUUID(), `connections:${kind}:${key}`];
      const used = count(set, 1);
      let isTaken = true;
      const free = () => {
        if (!isTaken) return;
        isTaken = false;
        count(set, -1);
        // A place that Redis is not told of is free when nobody renews it.
        if (held.delete(place)) store.attempt(() => redis.zrem(set, place)).catch(() => undefined);
      };
      if (used > most[kind] || !(await mayTake(set, place, { kind, used }))) {
        free();
        return null;
      }
      held.set(place, set);
      return free;
    },
    stop: () => clearInterval(timer),
  };
}
