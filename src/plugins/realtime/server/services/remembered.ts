import { LRUCache } from 'lru-cache';

interface Entry<Value> {
  /** While the answer is on its way. */
  asking?: Promise<Value> | undefined;
  answer?: Value;
}

/**
 * Answers that are kept for a while, from the moment on that they were asked for. Who asks while one is
 * on its way is given the same promise; what is known is given at once, so that nobody waits a turn for
 * it.
 * @param mostMs how old an answer may be.
 */
export function createRemembered<Value>({ most, mostMs }: { most: number; mostMs: number }) {
  const entries = new LRUCache<string, Entry<Value>>({ max: most, ttl: mostMs });

  return {
    /** @param isKept false for an answer that the next one asks for again; failures always are. */
    ask(
      name: string,
      look: () => Promise<Value>,
      isKept: (value: Value) => boolean = () => true,
    ): Value | Promise<Value> {
      const known = entries.get(name);
      // Without a promise there is an answer, which may be null.
      if (known) return known.asking ?? (known.answer as Value);
      const asking = look();
      const entry: Entry<Value> = { asking };
      entries.set(name, entry);
      const forget = () => {
        if (entries.peek(name) === entry) entries.delete(name);
      };
      asking.then((answer) => {
        if (!isKept(answer)) return forget();
        entry.answer = answer;
        entry.asking = undefined;
      }, forget);
      return asking;
    },

    keep(name: string, answer: Value): void {
      entries.set(name, { answer });
    },
  };
}
