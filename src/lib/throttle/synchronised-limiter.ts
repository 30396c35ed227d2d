import { LRUCache } from 'lru-cache';
import type { AddAll } from './counter-store';
import { insuredShare } from './exact-limiter';
import type { InsuredStore } from './insured-store';
import type { Limit, LimitState } from './limit';

export interface SynchronisedLimiter {
  /** Counts in memory and answers at once. */
  count(key: string): LimitState;
  /** Tells the store what was counted since the last time, and learns what others counted. */
  synchronise(): Promise<void>;
  stop(): void;
}

interface Window {
  /** What the store knew when it was last told, all processes together. */
  shared: number;
  /** What the store does not know yet. */
  own: number;
  endsAtMs: number;
}

interface Dependencies {
  name: string;
  limit: Limit;
  store: InsuredStore;
  addAll: AddAll;
  now: () => number;
  maxKeys?: number;
}

const MAX_KEYS = 50_000;
const SYNCHRONISE_EVERY_MS = 400;
const BATCH = 500;
/** A key is nobody's business but this process's until it has used so much of its limit. */
const SHARED_FROM = 0.1;

/**
 * A limit for every request: counted in memory, without waiting for anything, and shared with the
 * other processes within a second. Ordinary traffic and floods of ever new keys cost the store
 * nothing, since only keys that used a tenth of their limit are told to it.
 */
export function createSynchronisedLimiter({
  name,
  limit,
  store,
  addAll,
  now,
  maxKeys = MAX_KEYS,
}: Dependencies): SynchronisedLimiter {
  const windows = new LRUCache<string, Window>({ max: maxKeys });
  let changed = new Map<string, Window>();
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  const share = insuredShare(limit);

  function windowOf(key: string): Window {
    const found = windows.get(key);
    if (found && found.endsAtMs > now()) return found;
    const opened = { shared: 0, own: 0, endsAtMs: now() + limit.perSeconds * 1000 };
    windows.set(key, opened);
    return opened;
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void synchronise();
    }, SYNCHRONISE_EVERY_MS).unref();
  }

  async function tell(batch: [string, Window][]): Promise<void> {
    const sent = batch.map(([, { own }]) => own);
    const increments = batch.map(([key, { own, endsAtMs }]) => ({
      key: `${name}:${key}`,
      points: own,
      endsAtMs,
    }));
    const counts = await store.attempt(() => addAll(increments));
    batch.forEach(([, window], index) => {
      const count = counts[index];
      if (!count) return;
      window.shared = count.used;
      window.own -= sent[index] ?? 0;
      window.endsAtMs = now() + count.resetMs;
    });
  }

  async function synchronise(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    const isOpen = ([, { endsAtMs, own }]: [string, Window]) => own > 0 && endsAtMs > now();
    const open = [...changed].filter(isOpen);
    changed = new Map();
    let told = 0;
    try {
      for (; told < open.length; told += BATCH) await tell(open.slice(told, told + BATCH));
    } catch {
      // The store reports itself; what it missed is told again.
      changed = new Map([...open.slice(told), ...changed]);
    }
    isBusy = false;
    if (changed.size > 0) schedule();
  }

  return {
    count(key) {
      const window = windowOf(key);
      const applied = store.isDown() ? share : limit;
      const used = window.shared + window.own + 1;
      const state = { limit: applied, used, resetMs: window.endsAtMs - now() };
      // What is refused is not counted: once the limit is reached there is nothing to tell.
      if (used > applied.points) return state;
      window.own += 1;
      if (used >= limit.points * SHARED_FROM) {
        changed.set(key, window);
        schedule();
      }
      return state;
    },
    synchronise,
    stop: () => clearTimeout(timer),
  };
}
