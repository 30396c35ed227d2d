import { plainBoxesOf } from '../boxes';
import type { Bbox } from '../../../contract/bbox';
import type { PolygonGeometry } from '../../../contract/polygon';
import type { Filter, Geometry, Operand, Position2d } from '../../../contract/cql2';

/** A box that has no width or height is a line or a point; as a polygon it would not be valid. */
function geometryOfPlain({ west, south, east, north }: Bbox): Geometry {
  const [southWest, northEast] = [
    [west, south],
    [east, north],
  ] as const satisfies readonly Position2d[];
  if (west === east && south === north) return { type: 'Point', coordinates: southWest };
  if (west === east || south === north) {
    return { type: 'LineString', coordinates: [southWest, northEast] };
  }
  const ring = [southWest, [east, south], northEast, [west, north], southWest] as const;
  return { type: 'Polygon', coordinates: [ring] };
}

/** A literal as geometries that can be asked one by one: two for a box across the antimeridian. */
export function literalGeometries(operand: Operand): Geometry[] {
  if (operand.kind === 'geometry') return [operand.geometry];
  return operand.kind === 'box' ? plainBoxesOf(operand.box).map(geometryOfPlain) : [];
}

/** An area that came as a literal. Whether it crosses itself only the database can say. */
export interface LiteralArea {
  area: PolygonGeometry;
  at: string;
}

function areaOf(operand: Operand): LiteralArea[] {
  if (operand.kind !== 'geometry') return [];
  const { at, geometry } = operand;
  if (geometry.type === 'MultiPolygon') {
    return [{ at, area: { type: 'MultiPolygon', coordinates: geometry.coordinates } }];
  }
  if (geometry.type !== 'Polygon') return [];
  return [{ at, area: { type: 'MultiPolygon', coordinates: [geometry.coordinates] } }];
}

/** All areas that came as literals, to be proven valid before the filter is used. */
export function areasOf(filter: Filter): LiteralArea[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.all.flatMap(areasOf);
    case 'not':
      return areasOf(filter.of);
    case 'spatial':
      return [filter.left, filter.right].flatMap(areaOf);
    case 'always':
    case 'compare':
    case 'like':
    case 'between':
    case 'in':
    case 'isNull':
    case 'temporal':
      return [];
  }
}
