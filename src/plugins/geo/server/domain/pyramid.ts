/** The levels that the database keeps (database/sql/geo/0003_pyramid.sql). */
export const COARSEST_LEVEL = 6;
export const FINEST_LEVEL = 12;

/** The level that cells of a level are added up from, and how many levels lie between. */
export function keptLevelOf(level: number): { kept: number; steps: number } {
  const kept = Math.max(level, COARSEST_LEVEL);
  return { kept, steps: kept - level };
}

/** Columns and rows of a level, first and last included. */
export interface CellWindow {
  level: number;
  xRange: readonly [number, number];
  yRange: readonly [number, number];
}

/** A window parted into cells that lie within another whole, and the rest. */
export interface PartedWindow {
  /** Null when no cell does. */
  whole: CellWindow | null;
  /** Do not overlap. */
  rest: CellWindow[];
}

const isEmpty = ({ xRange, yRange }: CellWindow): boolean =>
  xRange[0] > xRange[1] || yRange[0] > yRange[1];

const meet = (one: readonly [number, number], other: readonly [number, number]) =>
  [Math.max(one[0], other[0]), Math.min(one[1], other[1])] as const;

/**
 * Parts the cells of a window.
 * @param touched the cells that a box touches, all on the level of the window.
 * @param whole those of them that lie in it whole; empty ranges when none does.
 */
export function partWindow(
  window: CellWindow,
  touched: Omit<CellWindow, 'level'>,
  whole: Omit<CellWindow, 'level'>,
): PartedWindow {
  const { level } = window;
  const [x0, x1] = meet(window.xRange, touched.xRange);
  const [y0, y1] = meet(window.yRange, touched.yRange);
  const outer: CellWindow = { level, xRange: [x0, x1], yRange: [y0, y1] };
  if (isEmpty(outer)) return { whole: null, rest: [] };
  const inner: CellWindow = {
    level,
    xRange: meet(outer.xRange, whole.xRange),
    yRange: meet(outer.yRange, whole.yRange),
  };
  if (isEmpty(inner)) return { whole: null, rest: [outer] };
  const [left, right] = inner.xRange;
  const [top, bottom] = inner.yRange;
  const rest: CellWindow[] = [
    { level, xRange: [x0, x1], yRange: [y0, top - 1] },
    { level, xRange: [x0, x1], yRange: [bottom + 1, y1] },
    { level, xRange: [x0, left - 1], yRange: [top, bottom] },
    { level, xRange: [right + 1, x1], yRange: [top, bottom] },
  ];
  return { whole: inner, rest: rest.filter((part) => !isEmpty(part)) };
}
