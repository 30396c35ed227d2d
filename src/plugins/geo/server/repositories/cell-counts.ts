import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { Bbox } from '../../contract/bbox';
import type { Cell } from '../domain/cells';
import { countedIn, countedInEach, countedPosition, type CellArea } from './cell-sql';
import type { CountRequest } from './counts';
import { matchingRows } from './question-sql';

/** A cell that is not empty. */
export interface CellCount extends Cell {
  count: number;
  /** Of the positions counted, for their middle. */
  lonSum?: number;
  latSum?: number;
  /** The box around the positions counted, where it is known. */
  extent?: Bbox;
}

export interface CellCountRequest extends CountRequest, CellArea {
  /** No more cells than this are given. */
  limit: number;
  /** Whether sums and extents are wanted too. */
  detailed?: boolean;
}

export interface ChildCountRequest extends CountRequest {
  level: number;
  /** Cells of the level above, with what they hold. */
  parents: readonly CellCount[];
}

/** Counts features by the cells of a level. */
export interface CellCounts {
  /** In the order of rows and columns. */
  count: (request: CellCountRequest) => Promise<CellCount[]>;
  /**
   * Of the cells in which these part, at most four for each, in no order. Less than a parent holds, or
   * nothing, where it is too much to be looked at.
   */
  countChildren: (request: ChildCountRequest) => Promise<CellCount[]>;
}

interface CellRow extends Cell {
  count: number;
  lon_sum?: number;
  lat_sum?: number;
  west?: number;
  south?: number;
  east?: number;
  north?: number;
}

/** So many rows in the same places that do not match are passed over, in all. */
const MAX_ROWS_BESIDES = 300_000;

const DETAILS = `, sum(lon) as lon_sum, sum(lat) as lat_sum,
              min(lon) as west, min(lat) as south, max(lon) as east, max(lat) as north`;

function toCellCount({ x, y, count, lon_sum, lat_sum, ...extent }: CellRow): CellCount {
  if (lon_sum === undefined) return { x, y, count };
  // The statement gives all of them or none.
  return { x, y, count, lonSum: lon_sum, latSum: lat_sum, extent: extent as Bbox };
}

/** Counts the rows themselves, whatever the question. */
export const createLiveCellCounts = (db: ReadDatabase): CellCounts => ({
  /** Relies on {table}_geom_idx where an area is given; all matching rows are looked at. */
  async count({ layer, question, access, limit, detailed = false, ...area }): Promise<CellCount[]> {
    const matching = matchingRows(layer, question, access);
    const inside = countedIn(layer, access, area);
    const { lon, lat } = countedPosition(layer, access);
    const { rows } = await db.raw<{ rows: CellRow[] }>(
      `select geo_cell_x(lon, :level) as x, geo_cell_y(lat, :level) as y,
              cast(count(*) as double precision) as count${detailed ? DETAILS : ''}
         from (select ${lon} as lon, ${lat} as lat
                 from ${quoteIdentifier(layer.table)} t
                where ${matching.sql} and ${inside.sql}) p
        group by 1, 2
        order by 2, 1
        limit :limit`,
      { ...matching.bindings, ...inside.bindings, level: area.level, limit },
    );
    return rows.map(toCellCount);
  },

  /** Relies on {table}_geom_idx, cell by cell. */
  async countChildren({ layer, question, access, level, parents }): Promise<CellCount[]> {
    const matching = matchingRows(layer, question, access);
    const besides = Math.ceil(MAX_ROWS_BESIDES / parents.length);
    const cells = parents.map(({ x, y, count }) => ({ x, y, maxRows: count + besides }));
    const inside = countedInEach(layer, access, { level: level - 1, cells });
    const { lon, lat } = countedPosition(layer, access);
    const { rows } = await db.raw<{ rows: CellRow[] }>(
      `select geo_cell_x(lon, :level) as x, geo_cell_y(lat, :level) as y,
              cast(count(*) as double precision) as count${DETAILS}
         from ${inside.cells}
        cross join lateral (select ${lon} as lon, ${lat} as lat
                              from (select t.* from ${quoteIdentifier(layer.table)} t
                                     where ${inside.near}
                                     limit cell.max_rows) t
                             where ${matching.sql} and ${inside.sql}
                            offset 0) p
        group by 1, 2`,
      { ...matching.bindings, ...inside.bindings, level },
    );
    return rows.map(toCellCount);
  },
});
