import type { Cell } from './cells';
import type { CellWindow } from './pyramid';

/** Features in a cell, with the sums of their positions in degrees where they are wanted. */
export interface PyramidCell extends Cell {
  count: number;
  lonSum?: number;
  latSum?: number;
}

/**
 * What is kept for the cells of a window, in no order, the same cell as often as it was counted apart:
 * `x, y, count` one after another, or `x, y, count, lonSum, latSum`.
 */
export interface KeptNumbers {
  numbers: readonly number[];
  isDetailed: boolean;
}

/** Sums of coordinates are kept in whole units. */
export const UNITS_PER_DEGREE = 1e7;

/**
 * Adds up what is kept by the cells of a window that is small enough for a list of all its cells, which
 * takes a third of what grouping and sorting in the database does.
 * @param steps levels between the window and the cells that are kept.
 * @returns cells that are not empty, in the order of rows and columns.
 */
export function addUpKept(
  { numbers, isDetailed }: KeptNumbers,
  { xRange, yRange }: CellWindow,
  steps: number,
): PyramidCell[] {
  const [left, right] = xRange;
  const [top, bottom] = yRange;
  const width = right - left + 1;
  const size = width * (bottom - top + 1);
  const counts = new Float64Array(size);
  const lonSums = new Float64Array(isDetailed ? size : 0);
  const latSums = new Float64Array(isDetailed ? size : 0);
  const stride = isDetailed ? 5 : 3;
  const at = (index: number): number => numbers[index] ?? 0;
  for (let row = 0; row < numbers.length; row += stride) {
    const cell = ((at(row + 1) >> steps) - top) * width + (at(row) >> steps) - left;
    counts[cell] = (counts[cell] ?? 0) + at(row + 2);
    if (isDetailed) {
      lonSums[cell] = (lonSums[cell] ?? 0) + at(row + 3);
      latSums[cell] = (latSums[cell] ?? 0) + at(row + 4);
    }
  }
  const cells: PyramidCell[] = [];
  for (let index = 0; index < size; index += 1) {
    const count = counts[index] ?? 0;
    if (count <= 0) continue;
    const [x, y] = [left + (index % width), top + Math.floor(index / width)];
    if (isDetailed) {
      const lonSum = (lonSums[index] ?? 0) / UNITS_PER_DEGREE;
      const latSum = (latSums[index] ?? 0) / UNITS_PER_DEGREE;
      cells.push({ x, y, count, lonSum, latSum });
    } else cells.push({ x, y, count });
  }
  return cells;
}
