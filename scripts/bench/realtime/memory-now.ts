import { setTimeout as sleep } from 'node:timers/promises';

export interface Memory {
  rssBytes: number;
  /** Objects, and what they hold outside the heap. */
  heldBytes: number;
}

/** What this process really holds: after collecting twice, so that what waits to be finalised is gone. */
export async function memoryNow(): Promise<Memory> {
  if (!global.gc) throw new Error('This process needs --expose-gc.');
  global.gc();
  await sleep(200);
  global.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, heldBytes: heapUsed + external };
}
