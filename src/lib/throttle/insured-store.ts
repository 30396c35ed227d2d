import type { Count, CounterStore } from './counter-store';
import type { WindowCounters } from './window-counters';

/** A count, and whether it is that of this process alone because the shared store did not answer. */
export type InsuredCount = Count & { isInsured: boolean };

export interface InsuredStore {
  add(key: string, points: number, windowSeconds: number): Promise<InsuredCount>;
  read(key: string): Promise<InsuredCount | undefined>;
  remove(key: string): Promise<void>;
  /** Runs something of the same store; what becomes of it counts as a sign of life. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether the store failed when it was last asked. */
  isDown(): boolean;
}

interface Dependencies {
  store: CounterStore;
  memory: WindowCounters;
  now: () => number;
  /** Told once when the store goes away and once when it is back. */
  onChange: (isDown: boolean, error?: unknown) => void;
  timeoutMs?: number;
}

const TIMEOUT_MS = 1500;
/** How long a store that failed is left alone, and one that hangs. */
const PAUSE_AFTER_FAILURE_MS = 1000;
const PAUSE_WHILE_HANGING_MS = 30_000;

class StoreTimeout extends Error {}

/**
 * A shared store that nothing waits for longer than `timeoutMs`, and memory that goes on counting
 * while it is away: a limit neither opens nor hangs because its store does.
 */
export function createInsuredStore({
  store,
  memory,
  now,
  onChange,
  timeoutMs = TIMEOUT_MS,
}: Dependencies): InsuredStore {
  let down = false;
  let askAgainAt = 0;

  const wentWell = () => {
    askAgainAt = 0;
    if (down) onChange(false);
    down = false;
  };
  const failed = (error: unknown) => {
    const pauseMs = error instanceof StoreTimeout ? PAUSE_WHILE_HANGING_MS : PAUSE_AFTER_FAILURE_MS;
    askAgainAt = now() + pauseMs;
    if (!down) onChange(true, error);
    down = true;
  };

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    if (now() < askAgainAt) throw new StoreTimeout('The store of the limits is being left alone');
    let timer: NodeJS.Timeout | undefined;
    const lateness = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new StoreTimeout('The store of the limits does not answer');
        failed(error);
        reject(error);
      }, timeoutMs);
    });
    // Also what comes after the time-out says how the store is.
    const answer = work();
    answer.then(wentWell, failed);
    try {
      return await Promise.race([answer, lateness]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function insured<Result>(
    shared: () => Promise<Result>,
    own: () => Result,
  ): Promise<{ result: Result; isInsured: boolean }> {
    try {
      return { result: await attempt(shared), isInsured: false };
    } catch {
      // Reported by `attempt`; the memory counts instead.
      return { result: own(), isInsured: true };
    }
  }

  return {
    attempt,
    isDown: () => down,
    async add(key, points, windowSeconds) {
      const { result, isInsured } = await insured(
        () => store.add(key, points, windowSeconds),
        () => memory.add(key, points, windowSeconds),
      );
      return { ...result, isInsured };
    },
    async read(key) {
      const { result, isInsured } = await insured(
        () => store.read(key),
        () => memory.read(key),
      );
      return result && { ...result, isInsured };
    },
    async remove(key) {
      memory.remove(key);
      await insured(
        () => store.remove(key),
        () => undefined,
      );
    },
  };
}
