import { boundsOfCell, type CellRange } from '../domain/cells';
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
