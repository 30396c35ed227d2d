import type { Bbox } from '../../contract/bbox';

/** Cells are the tiles of web mercator: level z has 2^z columns from the west and rows from the north. */
export interface Cell {
  x: number;
  y: number;
}

/** First and last number of columns or rows, both included. */
export type CellRange = readonly [number, number];

/** What lies beyond the map's edge (85.0511 degrees) belongs to its first or last row. */
const EDGE_DEGREES = 89;

/** The greatest level whose columns are counted by 32-bit integers. */
export const MAX_LEVEL = 30;

const clampTo = (number: number, level: number): number =>
  Math.max(0, Math.min(Math.floor(number), 2 ** level - 1));

/** The column of a longitude; 180 belongs to the last one. As `geo_cell_x` of the database. */
export const columnAt = (lon: number, level: number): number =>
  clampTo(((lon + 180) / 360) * 2 ** level, level);

/** How far south of the map's upper edge a latitude lies, from 0 to 1. */
function southOf(lat: number): number {
  const clamped = Math.max(-EDGE_DEGREES, Math.min(lat, EDGE_DEGREES));
  return 0.5 - Math.log(Math.tan(((90 + clamped) / 2) * (Math.PI / 180))) / (2 * Math.PI);
}

/** The row of a latitude. As `geo_cell_y` of the database. */
export const rowAt = (lat: number, level: number): number =>
  clampTo(southOf(lat) * 2 ** level, level);

/** Where a part of the map's width begins, in degrees. */
export const lonAt = (part: number): number => part * 360 - 180;

/** Where a part of the map's height from the north begins; its edges are the poles. */
export function latAt(part: number): number {
  if (part <= 0) return 90;
  if (part >= 1) return -90;
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * part))) * 180) / Math.PI;
}

/** The positions that a cell holds, up to the poles for those at the map's edge. */
export const boundsOfCell = ({ x, y }: Cell, level: number): Bbox => ({
  west: lonAt(x / 2 ** level),
  south: latAt((y + 1) / 2 ** level),
  east: lonAt((x + 1) / 2 ** level),
  north: latAt(y / 2 ** level),
});

/** The cells that a plain box (west <= east) touches. */
export const cellsUnder = ({ west, south, east, north }: Bbox, level: number) => ({
  xRange: [columnAt(west, level), columnAt(east, level)] as const,
  yRange: [rowAt(north, level), rowAt(south, level)] as const,
});

/** The smallest level at which two corners of a box lie in different cells; null when none does. */
export function splittingLevel({ west, south, east, north }: Bbox, after: number): number | null {
  for (let level = after + 1; level <= MAX_LEVEL; level += 1) {
    const isSplit =
      columnAt(west, level) !== columnAt(east, level) ||
      rowAt(north, level) !== rowAt(south, level);
    if (isSplit) return level;
  }
  return null;
}
