import { boundsOfCell, type Cell, type CellRange } from '../domain/cells';
import type { GeoLayer } from '../domain/layer';
import { onVisibleGeometry, visibleGeometry, type Access, type SqlPart } from './feature-sql';

/** Columns and rows of a level; what is left out means all. */
export interface CellArea {
  level: number;
  xRange?: CellRange;
  yRange?: CellRange;
}

/** The position that decides in which cell a feature counts: a point itself, else the middle of its box. */
export function countedPosition(layer: GeoLayer, access: Access): { lon: string; lat: string } {
  const geometry = visibleGeometry(layer, access);
  if (layer.isPoints) return { lon: `st_x(${geometry})`, lat: `st_y(${geometry})` };
  return {
    lon: `((st_xmin(${geometry}) + st_xmax(${geometry})) / 2)`,
    lat: `((st_ymin(${geometry}) + st_ymax(${geometry})) / 2)`,
  };
}

/** Rounding at the borders of cells must not lose a row before its cell is compared. */
export const MARGIN_DEGREES = 1e-9;

/**
 * The rows `t` that count in these cells. Points are found by the GiST index; the middle of a line or
 * an area has none, but lies in the box of what it is the middle of.
 */
export function countedIn(
  layer: GeoLayer,
  access: Access,
  { level, xRange, yRange }: CellArea,
): SqlPart {
  const last = 2 ** level - 1;
  const [x0, x1] = xRange ?? [0, last];
  const [y0, y1] = yRange ?? [0, last];
  if (x0 === 0 && y0 === 0 && x1 === last && y1 === last) return { sql: 'true', bindings: {} };
  const { lon, lat } = countedPosition(layer, access);
  const { west, north } = boundsOfCell({ x: x0, y: y0 }, level);
  const { east, south } = boundsOfCell({ x: x1, y: y1 }, level);
  return {
    sql: `${onVisibleGeometry(
      layer,
      access,
      (geometry) =>
        `${geometry} && st_makeenvelope(:cellsWest, :cellsSouth, :cellsEast, :cellsNorth, 4326)`,
    )}
      and geo_cell_x(${lon}, :cellsLevel) between :x0 and :x1
      and geo_cell_y(${lat}, :cellsLevel) between :y0 and :y1`,
    bindings: {
      cellsWest: west - MARGIN_DEGREES,
      cellsSouth: south - MARGIN_DEGREES,
      cellsEast: east + MARGIN_DEGREES,
      cellsNorth: north + MARGIN_DEGREES,
      cellsLevel: level,
      ...{ x0, x1, y0, y1 },
    },
  };
}

/**
 * The rows `t` that count in a cell of a list, which is given as a table `cell` to join with each by
 * itself: a box around scattered ones may be the world. `near` finds rows by their index, and a few too
 * many; `sql` tells which of them count there.
 */
export function countedInEach(
  layer: GeoLayer,
  access: Access,
  { level, cells }: { level: number; cells: readonly (Cell & { maxRows: number })[] },
): SqlPart & { cells: string; near: string } {
  const { lon, lat } = countedPosition(layer, access);
  const bounds = cells.map((cell) => boundsOfCell(cell, level));
  const box = 'st_makeenvelope(cell.west, cell.south, cell.east, cell.north, 4326)';
  const integers = (name: string) => `cast(:${name} as integer[])`;
  const doubles = (name: string) => `cast(:${name} as double precision[])`;
  return {
    cells: `unnest(${integers('cellXs')}, ${integers('cellYs')}, ${integers('cellMaxRows')},
                   ${doubles('cellWests')}, ${doubles('cellSouths')},
                   ${doubles('cellEasts')}, ${doubles('cellNorths')})
              as cell (x, y, max_rows, west, south, east, north)`,
    near: onVisibleGeometry(layer, access, (geometry) => `${geometry} && ${box}`),
    sql: `geo_cell_x(${lon}, :cellsLevel) = cell.x and geo_cell_y(${lat}, :cellsLevel) = cell.y`,
    bindings: {
      cellsLevel: level,
      cellXs: cells.map(({ x }) => x),
      cellYs: cells.map(({ y }) => y),
      cellMaxRows: cells.map(({ maxRows }) => maxRows),
      cellWests: bounds.map(({ west }) => west - MARGIN_DEGREES),
      cellSouths: bounds.map(({ south }) => south - MARGIN_DEGREES),
      cellEasts: bounds.map(({ east }) => east + MARGIN_DEGREES),
      cellNorths: bounds.map(({ north }) => north + MARGIN_DEGREES),
    },
  };
}
