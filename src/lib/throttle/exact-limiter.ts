import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { InsuredCount, InsuredStore } from './insured-store';
import { isExceeded, type Limit, type LimitState } from './limit';

export interface ExactLimiter {
  /** Counts until the limit is reached, and says how the key stands; the caller judges. */
  count(name: string, limit: Limit, key: string): Promise<LimitState>;
  /** Counts beyond the limit too. */
  tally(name: string, limit: Limit, key: string): Promise<LimitState>;
  /** How the key stands, without counting; undefined when nothing is counted. */
  read(name: string, limit: Limit, key: string): Promise<LimitState | undefined>;
  /** Takes one back of what was counted. */
  giveBack(name: string, limit: Limit, key: string): Promise<void>;
  forget(name: string, key: string): Promise<void>;
}

/** A flood on one key costs the store one statement in so many milliseconds for each process. */
const REMEMBER_REFUSAL_MS = 5000;
const MAX_REFUSALS = 10_000;
const LONGEST_KEY = 200;

/** Names and keys fit the column; what is longer is as good by its hash. */
function storeKey(name: string, key: string): string {
  const full = `${name}:${key}`;
  if (full.length <= LONGEST_KEY) return full;
  return `${name}:${createHash('sha256').update(key).digest('hex')}`;
}

/** One process of several cannot know how many there are, so that each takes half while it is alone. */
export const insuredShare = ({ points, perSeconds }: Limit): Limit => ({
  points: Math.ceil(points / 2),
  perSeconds,
});

/**
 * Limits whose every count is one atomic step in the shared store, so that no two processes, and no
 * two requests at once, get more than one would.
 */
export function createExactLimiter({
  store,
  now,
}: {
  store: InsuredStore;
  now: () => number;
}): ExactLimiter {
  const refusals = new LRUCache<string, { state: LimitState; at: number }>({ max: MAX_REFUSALS });

  function recentRefusal(stored: string): LimitState | undefined {
    const found = refusals.get(stored);
    if (!found) return undefined;
    const passedMs = now() - found.at;
    const resetMs = found.state.resetMs - passedMs;
    return passedMs < REMEMBER_REFUSAL_MS && resetMs > 0 ? { ...found.state, resetMs } : undefined;
  }

  const stateOf = (limit: Limit, { used, resetMs, isInsured }: InsuredCount): LimitState => ({
    limit: isInsured ? insuredShare(limit) : limit,
    used,
    resetMs,
  });
  const add = async (limit: Limit, stored: string): Promise<LimitState> =>
    stateOf(limit, await store.add(stored, 1, limit.perSeconds));

  return {
    async count(name, limit, key) {
      const stored = storeKey(name, key);
      const refusal = recentRefusal(stored);
      if (refusal) return refusal;
      const state = await add(limit, stored);
      if (isExceeded(state)) refusals.set(stored, { state, at: now() });
      return state;
    },
    tally: (name, limit, key) => add(limit, storeKey(name, key)),
    async read(name, limit, key) {
      const found = await store.read(storeKey(name, key));
      return found && stateOf(limit, found);
    },
    async giveBack(name, { perSeconds }, key) {
      await store.add(storeKey(name, key), -1, perSeconds);
    },
    async forget(name, key) {
      const stored = storeKey(name, key);
      refusals.delete(stored);
      await store.remove(stored);
    },
  };
}
