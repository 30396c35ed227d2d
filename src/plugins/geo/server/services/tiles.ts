import type { TileAddress } from '../../contract/readings';
import { encodeTile, type TileFeature } from '../domain/encode-tile';
import type { CellCount, CellCounts } from '../repositories/cell-counts';
import { TILE_EXTENT, type TileRepository } from '../repositories/tiles';
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
/** Cells along the side of a tile, as a power of two. */
const CELL_LEVELS = 6;
const CELL_UNITS = TILE_EXTENT / 2 ** CELL_LEVELS;

/** A cell as a point in its middle. */
const pointOfCell = ({ x, y, count }: CellCount, address: TileAddress): TileFeature => ({
  id: null,
  x: (x - address.x * 2 ** CELL_LEVELS + 0.5) * CELL_UNITS,
  y: (y - address.y * 2 ** CELL_LEVELS + 0.5) * CELL_UNITS,
  properties: { count },
});

/**
 * Vector tiles: a layer named like the collection, whose points are features with their properties or,
 * where there are too many, cells with a `count`. What one tile shows another of that zoom does not.
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

  async function encodePoints(asked: Asked, address: TileAddress, maxPoints: number) {
    const request = { ...asked, ...address, maxPoints };
    if (await canEncode()) return tiles.encode(request);
    const points = await tiles.findPoints(request);
    return points && encodeTile(asked.layer.name, points);
  }

  const encodeCells = ({ layer }: Asked, address: TileAddress, counted: readonly CellCount[]) =>
    encodeTile(
      layer.name,
      counted.map((cell) => pointOfCell(cell, address)),
    );

  return {
    /** The tile as Mapbox Vector Tile, version 2; empty when there is nothing. */
    async find(asked: Asked, address: TileAddress): Promise<Buffer> {
      if (address.z > CELLS_UP_TO_ZOOM) {
        const points = await encodePoints(asked, address, MAX_POINTS);
        return points ?? encodeCells(asked, address, await countCells(asked, address));
      }
      const counted = await countCells(asked, address);
      const total = counted.reduce((sum, { count }) => sum + count, 0);
      if (total === 0) return Buffer.alloc(0);
      const points = total <= FEW_POINTS ? await encodePoints(asked, address, FEW_POINTS) : null;
      return points ?? encodeCells(asked, address, counted);
    },
  };
};

export type TilesService = ReturnType<typeof createTilesService>;
