import type { AddAll } from '../../../../lib/throttle/counter-store';
import type { InsuredStore } from '../../../../lib/throttle/insured-store';
import { isExceeded, type Limit, type LimitState } from '../../../../lib/throttle/limit';
import {
  createSynchronisedLimiter,
  type SynchronisedLimiter,
} from '../../../../lib/throttle/synchronised-limiter';
import { createWindowCounters } from '../../../../lib/throttle/window-counters';

const MOST_COUNTED = 50_000;

export interface Counted {
  state: LimitState;
  /** How many came to this server within the period, those that were refused included. */
  sent: number;
}

/** How often people send which event. */
export interface EventQuota {
  /** Counts in memory and answers at once. */
  count(userId: number, event: { name: string; limit: Limit }): Counted;
  stop(): void;
}

interface Shared {
  store: InsuredStore;
  addAll: AddAll;
}

/**
 * Each server counts in its memory, so that no event waits for anything. With several, who used a tenth
 * of a limit is told to the store in the background, and within half a second every server knows: who
 * spreads what they send over all of them gets more than one limit for that long and no longer.
 */
export function createEventQuota(now: () => number, shared?: Shared): EventQuota {
  const own = createWindowCounters({ maxKeys: MOST_COUNTED, now });
  const limiters = new Map<string, SynchronisedLimiter>();

  function limiterOf(name: string, limit: Limit, { store, addAll }: Shared): SynchronisedLimiter {
    const known = limiters.get(name);
    if (known) return known;
    const made = createSynchronisedLimiter({ name: `event:${name}`, limit, store, addAll, now });
    limiters.set(name, made);
    return made;
  }

  return {
    count(userId, { name, limit }) {
      const counted = own.add(`${userId} ${name}`, 1, limit.perSeconds);
      const here = { ...counted, limit };
      const sent = counted.used;
      if (!shared || isExceeded(here)) return { state: here, sent };
      return { state: limiterOf(name, limit, shared).count(String(userId)), sent };
    },
    stop() {
      for (const limiter of limiters.values()) limiter.stop();
    },
  };
}
