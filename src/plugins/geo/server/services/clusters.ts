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
/** So few are looked into one by one, since the box around two may be the world. */
const FEW_CELLS = 20;

/** The features in one cell of the world, whole, however much of the cell is looked at. */
export interface Cluster {
  id: string;
  count: number;
  /** The middle of the positions counted. */
  lon: number;
  lat: number;
  /** The box of their cell, which stays where it is. */
  bounds: Bbox;
  /** The zoom at which they lie in several clusters; null when no zoom parts them. */
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

/** Groups the features of a question by cells that stay where they are while a map is moved. */
export const createClustersService = ({ cells }: Dependencies) => {
  /** What lies in these cells at a level below: in each by itself, or in the box around many. */
  async function countBelow(
    asked: Asked,
    open: readonly CellCount[],
    { below, steps }: { below: number; steps: number },
  ): Promise<CellCount[]> {
    const rangeOf = (numbers: number[]): CellRange => [
      Math.min(...numbers) * 2 ** steps,
      (Math.max(...numbers) + 1) * 2 ** steps - 1,
    ];
    const groups = open.length <= FEW_CELLS ? open.map((cell) => [cell]) : [open];
    const children: CellCount[] = [];
    for (const group of groups) {
      const window = {
        xRange: rangeOf(group.map(({ x }) => x)),
        yRange: rangeOf(group.map(({ y }) => y)),
      };
      const limit = Number.MAX_SAFE_INTEGER;
      children.push(
        ...(await cells.count({ ...asked, ...window, level: below, limit, detailed: true })),
      );
    }
    return children;
  }

  /**
   * The first level below at which the features of a cell lie in several, for cells whose extent is
   * not known: level by level, until all have parted or their extent is known.
   */
  async function descend(asked: Asked, level: number, found: readonly CellCount[]) {
    const levels = new Map<string, number | null>();
    let open = found.filter(({ extent, count }) => !extent && count > 1);
    let below = level;
    while (open.length > 0 && below < MAX_ZOOM + LEVELS_BELOW_TILE) {
      below += 1;
      const steps = below - level;
      const children = await countBelow(asked, open, { below, steps });
      const families = new Map<string, CellCount[]>();
      for (const child of children) {
        const key = keyOf(child.x >> steps, child.y >> steps);
        families.set(key, [...(families.get(key) ?? []), child]);
      }
      open = open.filter(({ x, y }) => {
        const family = families.get(keyOf(x, y)) ?? [];
        const extent = family[0]?.extent;
        if (family.length < 2 && !extent) return family.length === 1;
        const parting = family.length > 1 ? below : extent && splittingLevel(extent, below);
        levels.set(keyOf(x, y), parting ?? null);
        return false;
      });
    }
    return levels;
  }

  const zoomOf = (level: number | null | undefined): number | null =>
    typeof level !== 'number' || level > MAX_ZOOM + LEVELS_BELOW_TILE
      ? null
      : level - LEVELS_BELOW_TILE;

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
      const levels = await descend(asked, level, found);
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
