/** A few places for work that costs much; whoever finds none is told so at once. */
export function createSlots(count: number) {
  let used = 0;

  return {
    /** A function that frees the place, however often it is called; null when there is none. */
    take(): (() => void) | null {
      if (used >= count) return null;
      used += 1;
      let isHeld = true;
      return () => {
        if (isHeld) used -= 1;
        isHeld = false;
      };
    },
  };
}

export type Slots = ReturnType<typeof createSlots>;
