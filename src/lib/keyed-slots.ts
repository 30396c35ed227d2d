import { createSlots, type Slots } from './slots';

/** A few places for each key, and no memory of keys that hold none. */
export function createKeyedSlots(countPerKey: number) {
  const slots = new Map<string, { places: Slots; held: number }>();

  return {
    /** A function that frees the place, however often it is called; null when there is none. */
    take(key: string): (() => void) | null {
      const entry = slots.get(key) ?? { places: createSlots(countPerKey), held: 0 };
      const free = entry.places.take();
      if (!free) return null;
      entry.held += 1;
      slots.set(key, entry);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        free();
        entry.held -= 1;
        if (entry.held === 0) slots.delete(key);
      };
    },

    /** How many keys hold a place. */
    size: () => slots.size,
  };
}

export type KeyedSlots = ReturnType<typeof createKeyedSlots>;
