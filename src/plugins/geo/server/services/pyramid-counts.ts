import type { Bbox } from '../../contract/bbox';
import { isWholeWorld, plainBoxesOf } from '../domain/boxes';
import { cellsUnder } from '../domain/cells';
import { FINEST_LEVEL, keptLevelOf, partWindow, type CellWindow } from '../domain/pyramid';
import { addUpKept } from '../domain/pyramid-cells';
import type {
  CellCount,
  CellCountRequest,
  CellCounts,
  ChildCountRequest,
} from '../repositories/cell-counts';
import type { CountRequest } from '../repositories/counts';
import type { Access } from '../repositories/feature-sql';
import type { PyramidRepository } from '../repositories/pyramid';
import { publicAccess } from '../repositories/pyramid-upkeep';

interface Dependencies {
  /** Counts the rows themselves. */
  live: CellCounts;
  pyramid: PyramidRepository;
}

/**
 * Up to so many cells, empty ones included, are added up here: four tiles of them. Of more, most may be
 * empty or too many for an answer, which the database finds out without sending them.
 */
const MAX_CELLS_HERE = 4 * 64 * 64;

/** So many rows are looked at to find out where cells part, which takes a fraction of a second. */
const MAX_ROWS_BELOW = 100_000;

const isSameAccess = (one: Access, other: Access): boolean =>
  one.exact === other.exact && JSON.stringify(one.rule) === JSON.stringify(other.rule);

/** Whether the cells that are kept hold the answer: what anybody sees, by place and part alone. */
function isKept({ layer, question, access, level }: CellCountRequest | ChildCountRequest): boolean {
  const { pyramid } = layer;
  const { place, datetime, dated, filters } = question;
  return (
    pyramid !== null &&
    level <= FINEST_LEVEL &&
    isSameAccess(access, publicAccess(layer)) &&
    !datetime &&
    !dated &&
    Object.keys(filters).every((name) => name === pyramid.filter) &&
    place.length <= 1 &&
    place.every(({ kind }) => kind === 'box')
  );
}

/** The plain boxes of the question; none when it is about the whole world. */
function boxesOf({ question }: CountRequest): Bbox[] {
  const [place] = question.place;
  return place?.kind === 'box' && !isWholeWorld(place.bbox) ? plainBoxesOf(place.bbox) : [];
}

/** What is counted apart and asked for; all of it when null. */
function partsOf({ layer, question }: CountRequest): readonly string[] | null {
  const filter = layer.pyramid?.filter;
  // Parsed as texts: the pyramid counts by a text filter.
  return (filter ? (question.filters[filter] as readonly string[] | undefined) : null) ?? null;
}

/** The cells of the fewest features, up to so many features in all. */
function fewest(cells: readonly CellCount[], maxCount: number): CellCount[] {
  const few: CellCount[] = [];
  let total = 0;
  for (const cell of [...cells].sort((a, b) => a.count - b.count)) {
    total += cell.count;
    if (total > maxCount) break;
    few.push(cell);
  }
  return few;
}

type Range = readonly [number, number];

const sizeOf = ({ xRange, yRange }: CellWindow): number =>
  (xRange[1] - xRange[0] + 1) * (yRange[1] - yRange[0] + 1);

/**
 * The cells that a box may touch and those that lie in it whole. A cell at its edge is taken as touched
 * and as not whole, and so is its neighbour: at a border the database may round to the other side.
 */
function cellsAround(box: Bbox, level: number) {
  const last = 2 ** level - 1;
  const { xRange, yRange } = cellsUnder(box, level);
  const widen = ([from, to]: Range): Range => [Math.max(0, from - 1), Math.min(last, to + 1)];
  const narrow = ([from, to]: Range, reachesFirst: boolean, reachesLast: boolean): Range => [
    reachesFirst ? 0 : from + 1,
    reachesLast ? last : to - 1,
  ];
  return {
    touched: { xRange: widen(xRange), yRange: widen(yRange) },
    whole: {
      xRange: narrow(xRange, box.west === -180, box.east === 180),
      yRange: narrow(yRange, box.north === 90, box.south === -90),
    },
  };
}

function addUp(counted: readonly CellCount[], limit: number): CellCount[] {
  const cells = new Map<string, CellCount>();
  for (const { x, y, count, lonSum = 0, latSum = 0 } of counted) {
    const key = `${x}/${y}`;
    const before = cells.get(key) ?? { x, y, count: 0, lonSum: 0, latSum: 0 };
    cells.set(key, {
      x,
      y,
      count: before.count + count,
      lonSum: (before.lonSum ?? 0) + lonSum,
      latSum: (before.latSum ?? 0) + latSum,
    });
  }
  return [...cells.values()].sort((a, b) => a.y - b.y || a.x - b.x).slice(0, limit);
}

/**
 * Counts from the cells that are kept where these hold the answer, and from the rows elsewhere: another
 * question, and the cells that the edge of a box cuts. Exact in both.
 */
export function createPyramidCounts({ live, pyramid }: Dependencies): CellCounts {
  async function countInBox(request: CellCountRequest, box: Bbox, window: CellWindow) {
    const { touched, whole } = cellsAround(box, window.level);
    const parted = partWindow(window, touched, whole);
    const place = [{ kind: 'box' as const, bbox: box }];
    const question = { ...request.question, place };
    const kept = parted.whole ? await countKept(request, parted.whole) : [];
    const edges = [];
    for (const rest of parted.rest) {
      edges.push(...(await live.count({ ...request, question, ...rest, detailed: true })));
    }
    return [...kept, ...edges];
  }

  async function countKept(request: CellCountRequest, window: CellWindow): Promise<CellCount[]> {
    const { layer, limit, detailed = false } = request;
    const wanted = { layer, ...window, parts: partsOf(request) };
    if (sizeOf(window) > MAX_CELLS_HERE) return pyramid.count({ ...wanted, limit });
    const numbers = await pyramid.findKept(wanted, { detailed });
    const { steps } = keptLevelOf(window.level);
    return addUpKept({ numbers, isDetailed: detailed }, window, steps).slice(0, limit);
  }

  return {
    async count(request) {
      if (!isKept(request)) return live.count(request);
      const { level, limit } = request;
      const all: Range = [0, 2 ** level - 1];
      const { xRange = all, yRange = all } = request;
      const window: CellWindow = { level, xRange, yRange };
      const boxes = boxesOf(request);
      if (boxes.length === 0) return countKept(request, window);
      const counted = [];
      for (const box of boxes) counted.push(...(await countInBox(request, box, window)));
      return addUp(counted, limit);
    },

    /** Where nothing is kept, only those whose rows can be looked at: of the others none is given. */
    async countChildren(request) {
      const { layer, level, parents } = request;
      if (isKept(request) && boxesOf(request).length === 0) {
        return pyramid.countChildren({ layer, level, parents, parts: partsOf(request) });
      }
      const few = fewest(parents, MAX_ROWS_BELOW);
      return few.length > 0 ? live.countChildren({ ...request, parents: few }) : [];
    },
  };
}
