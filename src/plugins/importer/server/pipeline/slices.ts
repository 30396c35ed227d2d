interface Resumable {
  resumeAt: string | null;
}

export interface Slice<Item> {
  items: Item[];
  /** The cursor right behind the slice. */
  cursor: string;
}

/**
 * Cuts a page into slices of about `size`, each ending where a run can go on, so that every slice is
 * a transaction with a checkpoint of its own. Where the provider gives no such place, the slice grows.
 */
export function toSlices<Item extends Resumable>(
  items: Item[],
  size: number,
  pageCursor: string,
): Slice<Item>[] {
  // A page without records still leads the run on.
  if (items.length === 0) return [{ items: [], cursor: pageCursor }];
  const slices: Slice<Item>[] = [];
  let current: Item[] = [];
  items.forEach((item, index) => {
    current.push(item);
    const isLast = index === items.length - 1;
    if (isLast) slices.push({ items: current, cursor: pageCursor });
    else if (current.length >= size && item.resumeAt !== null) {
      slices.push({ items: current, cursor: item.resumeAt });
      current = [];
    }
  });
  return slices;
}
