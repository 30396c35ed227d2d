import { runForEverybody } from './client-presence';

export interface KeptAnswer<Value> {
  value: Value;
  readAt: Date;
}

/**
 * Reads something costly once for all who ask within `keepMs`, also for those who ask while it is
 * being read. What could not be read is asked for again.
 */
export function keepAnswer<Value>(
  read: () => Promise<Value>,
  { keepMs, now }: { keepMs: number; now: () => Date },
): () => Promise<KeptAnswer<Value>> {
  let kept: { since: number; answer: Promise<KeptAnswer<Value>> } | undefined;
  return () => {
    const at = now().getTime();
    if (kept && at - kept.since < keepMs) return kept.answer;
    const entry = {
      since: at,
      answer: runForEverybody(read).then((value) => ({ value, readAt: now() })),
    };
    kept = entry;
    entry.answer.catch(() => {
      if (kept === entry) kept = undefined;
    });
    return entry.answer;
  };
}
