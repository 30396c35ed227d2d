import { fromGeojsonVt } from 'vt-pbf';

/** What is drawn as a point: its place in the tile's units, and plain values. */
export interface TileFeature {
  id: number | null;
  x: number;
  y: number;
  properties: Record<string, string | number | boolean | null>;
}

const POINT = 1 as const;

/** A tile of one layer as Mapbox Vector Tile, version 2; empty when there is nothing in it. */
export function encodeTile(name: string, points: readonly TileFeature[]): Buffer {
  if (points.length === 0) return Buffer.alloc(0);
  const features = points.map(({ id, x, y, properties }) => ({
    type: POINT,
    geometry: [[x, y]],
    tags: properties,
    ...(id !== null && { id }),
  }));
  return Buffer.from(fromGeojsonVt({ [name]: { features } }, { version: 2 }));
}
