import type { Bbox } from '../../contract/bbox';
import { MAX_ZOOM } from '../../contract/readings';
import { plainBoxesOf } from '../domain/boxes';
import { boundsOfCell, cellsUnder, splittingLevel, type CellRange } from '../domain/cells';
import { tooManyCells } from '../errors';
import type { CellCount, CellCounts } from '../repositories/cell-counts';
import type { Asked } from './questions';

interface Dependencies {
  cells: CellCounts;
}

/** Clusters side by side in a tile: 32 pixels of a map with tiles of 256. */
const LEVELS_BELOW_TILE = 3;
const MAX_CLUSTERS = 20_000;
/** The level of clusters at the greatest zoom. */
const FINEST_CLUSTERS = MAX_ZOOM + LEVELS_BELOW_TILE;

/** The features in one cell of the world, whole, however much of the cell is looked at. */
export interface Cluster {
  id: string;
  count: number;
  /** The middle of the positions counted. */
  lon: number;
  lat: number;
  /** The box of their cell, which stays where it is. */
  bounds: Bbox;
  /** The zoom at which they lie in several clusters; null when no zoom is known to part them. */
  expansionZoom: number | null;
}

interface CellWindow {
  xRange: CellRange;
  yRange: CellRange;
}

/** The parts of the world looked at, in whole cells; boxes that share a cell must not count it twice. */
function windowsOf(bbox: Bbox | undefined, level: number): CellWindow[] {
  const all: CellRange = [0, 2 ** level - 1];
  if (!bbox) return [{ xRange: all, yRange: all }];
  const [first, second] = plainBoxesOf(bbox).map((box) => cellsUnder(box, level));
  if (!first || !second) return first ? [first] : [];
  // Over the antimeridian: from the west edge on, and up to the east edge.
  const isAround = second.xRange[1] >= first.xRange[0] - 1;
  return isAround ? [{ ...first, xRange: all }] : [first, second];
}

const keyOf = (x: number, y: number) => `${x}/${y}`;

/** Cells by the cell of the level above that holds them. */
function byParent(children: readonly CellCount[]): Map<string, CellCount[]> {
  const families = new Map<string, CellCount[]>();
  for (const child of children) {
    const key = keyOf(child.x >> 1, child.y >> 1);
    const family = families.get(key);
    if (family) family.push(child);
    else families.set(key, [child]);
  }
  return families;
}

/** Groups the features of a question by cells that stay where they are while a map is moved. */
export const createClustersService = ({ cells }: Dependencies) => {
  /**
   * The first level below at which the features of a cell lie in several, for cells whose extent is
   * not known. Level by level, each time only below those that have not parted yet: the one cell that
   * holds all of them. Null, or nothing at all, where they never part or are too many to be looked at.
   */
  async function findPartings(asked: Asked, level: number, found: readonly CellCount[]) {
    const levels = new Map<string, number | null>();
    let open = found
      .filter(({ extent, count }) => !extent && count > 1)
      .map((cell) => ({ key: keyOf(cell.x, cell.y), holder: cell }));
    for (let below = level + 1; open.length > 0 && below <= FINEST_CLUSTERS; below += 1) {
      const parents = open.map(({ holder }) => holder);
      const families = byParent(await cells.countChildren({ ...asked, level: below, parents }));
      const stillOpen: typeof open = [];
      for (const { key, holder } of open) {
        const [child, another] = families.get(keyOf(holder.x, holder.y)) ?? [];
        if (another) levels.set(key, below);
        else if (!child) continue;
        else if (!child.extent) stillOpen.push({ key, holder: child });
        // The extent of a few of them would say too deep a level.
        else if (child.count >= holder.count) levels.set(key, splittingLevel(child.extent, below));
      }
      open = stillOpen;
    }
    return levels;
  }

  const zoomOf = (level: number | null | undefined): number | null =>
    typeof level !== 'number' || level > FINEST_CLUSTERS ? null : level - LEVELS_BELOW_TILE;

  return {
    /**
     * All clusters that the box touches.
     * @throws Problem `invalid-query` when there would be too many.
     */
    async find(asked: Asked, { zoom, bbox }: { zoom: number; bbox?: Bbox }): Promise<Cluster[]> {
      const level = zoom + LEVELS_BELOW_TILE;
      const found: CellCount[] = [];
      for (const window of windowsOf(bbox, level)) {
        const limit = MAX_CLUSTERS + 1;
        found.push(...(await cells.count({ ...asked, ...window, level, limit, detailed: true })));
      }
      if (found.length > MAX_CLUSTERS) throw tooManyCells(MAX_CLUSTERS);
      const levels = await findPartings(asked, level, found);
      return found.map(({ x, y, count, lonSum, latSum, extent }) => {
        const bounds = boundsOfCell({ x, y }, level);
        const parting = extent ? splittingLevel(extent, level) : levels.get(keyOf(x, y));
        return {
          id: `${level}/${x}/${y}`,
          count,
          lon: lonSum === undefined ? (bounds.west + bounds.east) / 2 : lonSum / count,
          lat: latSum === undefined ? (bounds.south + bounds.north) / 2 : latSum / count,
          bounds,
          expansionZoom: zoomOf(parting),
        };
      });
    },
  };
};

export type ClustersService = ReturnType<typeof createClustersService>;
