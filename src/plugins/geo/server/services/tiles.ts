import type { TileAddress } from '../../contract/readings';
import { encodeCellTile, type ShownCell } from '../domain/encode-cell-tile';
import { encodeTile } from '../domain/encode-tile';
import type { CellCount, CellCounts } from '../repositories/cell-counts';
import { TILE_EXTENT } from '../repositories/tile-rows';
import type { TileRepository } from '../repositories/tiles';
import type { Asked } from './questions';

interface Dependencies {
  tiles: TileRepository;
  cells: CellCounts;
  /** Whether the database encodes tiles, known since the boot. */
  canEncode: () => Promise<boolean>;
}

/** Up to this zoom a tile shows cells first, which are kept ready for the whole world. */
const CELLS_UP_TO_ZOOM = 6;
/** A tile of those zooms with no more features than this shows each of them. */
const FEW_POINTS = 2000;
/** A tile with more points than this shows cells at every zoom. */
const MAX_POINTS = 20_000;
/** And so does one with more lines and areas than this, at every zoom. */
const MAX_SHAPES = 5000;
/** Cells along the side of a tile, as a power of two. */
const CELL_LEVELS = 6;
const CELL_UNITS = TILE_EXTENT / 2 ** CELL_LEVELS;

/** A cell as a point in its middle. */
const pointOfCell = ({ x, y, count }: CellCount, address: TileAddress): ShownCell => ({
  left: (x - address.x * 2 ** CELL_LEVELS + 0.5) * CELL_UNITS,
  top: (y - address.y * 2 ** CELL_LEVELS + 0.5) * CELL_UNITS,
  count,
});

/**
 * Vector tiles: a layer named like the collection, which shows its features with their properties or,
 * where there are too many, cells with a `count`. A point or a cell that one tile shows another of that
 * zoom does not; a line or an area is in every tile that it truly touches.
 */
export const createTilesService = ({ tiles, cells, canEncode }: Dependencies) => {
  const countCells = (asked: Asked, { z, x, y }: TileAddress): Promise<CellCount[]> => {
    const perTile = 2 ** CELL_LEVELS;
    return cells.count({
      ...asked,
      level: z + CELL_LEVELS,
      xRange: [x * perTile, (x + 1) * perTile - 1],
      yRange: [y * perTile, (y + 1) * perTile - 1],
      limit: perTile * perTile,
    });
  };

  async function encodeFeatures(asked: Asked, address: TileAddress, maxFeatures: number) {
    const request = { ...asked, ...address, maxFeatures };
    if (await canEncode()) return tiles.encode(request);
    const features = await tiles.findFeatures(request);
    return features && encodeTile(asked.layer.name, features);
  }

  const encodeCells = ({ layer }: Asked, address: TileAddress, counted: readonly CellCount[]) =>
    encodeCellTile(
      layer.name,
      counted.map((cell) => pointOfCell(cell, address)),
    );

  return {
    /** The tile as Mapbox Vector Tile, version 2; empty when there is nothing. */
    async find(asked: Asked, address: TileAddress): Promise<Buffer> {
      const { isPoints } = asked.layer;
      // The cells of lines and areas say where their middles are, and not what touches the tile.
      if (!isPoints || address.z > CELLS_UP_TO_ZOOM) {
        const features = await encodeFeatures(asked, address, isPoints ? MAX_POINTS : MAX_SHAPES);
        return features ?? encodeCells(asked, address, await countCells(asked, address));
      }
      const counted = await countCells(asked, address);
      const total = counted.reduce((sum, { count }) => sum + count, 0);
      if (total === 0) return Buffer.alloc(0);
      const points = total <= FEW_POINTS ? await encodeFeatures(asked, address, FEW_POINTS) : null;
      return points ?? encodeCells(asked, address, counted);
    },
  };
};

export type TilesService = ReturnType<typeof createTilesService>;
