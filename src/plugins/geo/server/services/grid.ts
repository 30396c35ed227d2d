import type { Bbox } from '../../contract/bbox';
import { MAX_ZOOM, type GridShape } from '../../contract/readings';
import { MAX_LEVEL } from '../domain/cells';
import { boundsOfGeohash, geohashPrecision } from '../domain/geohash';
import { ringOfHexagon } from '../domain/hexagons';
import { tooManyCells } from '../errors';
import type { CellCount, CellCounts } from '../repositories/cell-counts';
import type { ShapedCellRepository } from '../repositories/shaped-cells';
import type { Asked } from './questions';

interface Dependencies {
  cells: CellCounts;
  shaped: ShapedCellRepository;
}

/** A screen shows fewer, and a client must hold them all. */
const MAX_CELLS = 20_000;

export interface GridWish {
  zoom: number;
  shape: GridShape;
  /** Cells side by side in a tile of that zoom; geohashes have sizes of their own. */
  cells: number;
}

/** A cell of another shape than a square. */
export interface GridCell {
  /** Of its shape and size: the same for the same place, whatever was asked. */
  id: string;
  /** The border, closed, in degrees. */
  ring: [number, number][];
  count: number;
}

/** Cells that are not empty, with the exact number of features in each. */
export type Grid =
  | { kind: 'squares'; level: number; cells: readonly CellCount[] }
  | { kind: 'shapes'; cells: readonly GridCell[] };

const ringOf = ({ west, south, east, north }: Bbox): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** Counts the features of a question by the cells of a grid that covers the world; none is left out. */
export const createGridService = ({ cells, shaped }: Dependencies) => {
  async function countSquares(asked: Asked, zoom: number, perTile: number): Promise<Grid> {
    const level = Math.min(MAX_LEVEL, MAX_ZOOM + 6, zoom + Math.log2(perTile));
    const counted = await cells.count({ ...asked, level, limit: MAX_CELLS + 1 });
    return { kind: 'squares', level, cells: counted };
  }

  async function countHexagons(asked: Asked, zoom: number, perTile: number): Promise<Grid> {
    const across = 2 ** zoom * perTile;
    const counted = await shaped.countHexagons({ ...asked, across, limit: MAX_CELLS + 1 });
    const outlined = counted.map(({ q, r, count }) => {
      return { id: `${across}/${q}/${r}`, ring: ringOfHexagon({ q, r }, across), count };
    });
    return { kind: 'shapes', cells: outlined };
  }

  async function countGeohashes(asked: Asked, zoom: number): Promise<Grid> {
    const precision = geohashPrecision(zoom);
    const counted = await shaped.countGeohashes({ ...asked, precision, limit: MAX_CELLS + 1 });
    const outlined = counted.map(({ hash, count }) => {
      return { id: hash, ring: ringOf(boundsOfGeohash(hash)), count };
    });
    return { kind: 'shapes', cells: outlined };
  }

  return {
    /** @throws Problem `invalid-query` when there would be too many. */
    async find(asked: Asked, wish: GridWish): Promise<Grid> {
      const counters = {
        square: () => countSquares(asked, wish.zoom, wish.cells),
        hex: () => countHexagons(asked, wish.zoom, wish.cells),
        geohash: () => countGeohashes(asked, wish.zoom),
      };
      const found = await counters[wish.shape]();
      if (found.cells.length > MAX_CELLS) throw tooManyCells(MAX_CELLS);
      return found;
    },
  };
};

export type GridService = ReturnType<typeof createGridService>;
