/** How often something was done in the current window, and when that window is over. */
export interface Count {
  used: number;
  resetMs: number;
}

/** Counters by key, in a place that several processes share or in the memory of one. */
export interface CounterStore {
  /** Adds to the window of a key, or opens one of so many seconds where there is none. */
  add(key: string, points: number, windowSeconds: number): Promise<Count>;
  read(key: string): Promise<Count | undefined>;
  remove(key: string): Promise<void>;
}

export interface Increment {
  key: string;
  points: number;
  /** When the window ends that the counter begins if it has none. */
  endsAtMs: number;
}

/** Adds to many counters at once. Answers in the order asked. */
export type AddAll = (increments: readonly Increment[]) => Promise<Count[]>;
