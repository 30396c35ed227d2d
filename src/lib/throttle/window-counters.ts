import { LRUCache } from 'lru-cache';
import type { Count } from './counter-store';

interface Window {
  used: number;
  endsAtMs: number;
}

export interface WindowCounters {
  add: (key: string, points: number, windowSeconds: number) => Count;
  read: (key: string) => Count | undefined;
  remove: (key: string) => void;
}

/**
 * Counts in the memory of this process, for `maxKeys` keys at most: beyond that the one that was
 * quiet for longest is forgotten. The memory limiter of rate-limiter-flexible knows no such bound
 * and starts a timer for every key.
 */
export function createWindowCounters({
  maxKeys,
  now,
}: {
  maxKeys: number;
  now: () => number;
}): WindowCounters {
  const windows = new LRUCache<string, Window>({ max: maxKeys });
  const countOf = ({ used, endsAtMs }: Window): Count => ({ used, resetMs: endsAtMs - now() });

  const live = (key: string): Window | undefined => {
    const window = windows.get(key);
    return window && window.endsAtMs > now() ? window : undefined;
  };

  return {
    add(key, points, windowSeconds) {
      let window = live(key);
      if (!window) {
        window = { used: 0, endsAtMs: now() + windowSeconds * 1000 };
        windows.set(key, window);
      }
      window.used += points;
      return countOf(window);
    },
    read(key) {
      const window = live(key);
      return window && countOf(window);
    },
    remove: (key) => void windows.delete(key),
  };
}
