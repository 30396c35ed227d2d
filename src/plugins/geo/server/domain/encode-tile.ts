import { fromGeojsonVt } from 'vt-pbf';
import type { Geometry, Position2d } from '../../contract/cql2';

/** What is drawn: its shape in whole units of the tile, and plain values. */
export interface TileFeature {
  id: number | null;
  /** Positions in units from the upper left corner, to the right and down; rings as the tile has them. */
  geometry: Geometry;
  properties: Record<string, string | number | boolean | null>;
}

type Positions = readonly Position2d[];

/** Kind and positions of a geometry as `vt-pbf` takes them: of points one list, of others one per part. */
function partsOf(geometry: Geometry) {
  const points = (positions: Positions) => ({ type: 1 as const, geometry: positions });
  const lines = (parts: readonly Positions[]) => ({ type: 2 as const, geometry: parts });
  const areas = (rings: readonly Positions[]) => ({ type: 3 as const, geometry: rings });
  switch (geometry.type) {
    case 'Point':
      return points([geometry.coordinates]);
    case 'MultiPoint':
      return points(geometry.coordinates);
    case 'LineString':
      return lines([geometry.coordinates]);
    case 'MultiLineString':
      return lines(geometry.coordinates);
    case 'Polygon':
      return areas(geometry.coordinates);
    case 'MultiPolygon':
      return areas(geometry.coordinates.flat());
  }
}

/** A tile of one layer as Mapbox Vector Tile, version 2; empty when there is nothing in it. */
export function encodeTile(name: string, shown: readonly TileFeature[]): Buffer {
  if (shown.length === 0) return Buffer.alloc(0);
  const features = shown.map(({ id, geometry, properties }) => ({
    ...partsOf(geometry),
    tags: properties,
    ...(id !== null && { id }),
  }));
  return Buffer.from(fromGeojsonVt({ [name]: { features } }, { version: 2 }));
}
