/** Longitude, latitude in degrees, WGS 84: the order of GeoJSON (RFC 7946). */
export type LonLat = [number, number];

/** What a GeoJSON attribute may hold: RFC 7946 without collections of geometries. */
export type Geometry =
  | { type: 'Point'; coordinates: LonLat }
  | { type: 'MultiPoint' | 'LineString'; coordinates: LonLat[] }
  | { type: 'MultiLineString' | 'Polygon'; coordinates: LonLat[][] }
  | { type: 'MultiPolygon'; coordinates: LonLat[][][] };
export type GeometryType = Geometry['type'];

/** What may be drawn in an attribute; parts of one kind may be several (`MultiPolygon`). */
export const SHAPES = ['any', 'point', 'line', 'polygon'] as const;
export type Shape = (typeof SHAPES)[number];

const TYPES_OF_SHAPE = {
  point: ['Point', 'MultiPoint'],
  line: ['LineString', 'MultiLineString'],
  polygon: ['Polygon', 'MultiPolygon'],
} as const;

export const typesOf = (shape: Shape): readonly GeometryType[] =>
  shape === 'any' ? Object.values(TYPES_OF_SHAPE).flat() : TYPES_OF_SHAPE[shape];

/** About what fits into a JSON body of the API (256 kB). */
export const MAX_VERTICES = 10_000;
/** More would say the same thing again and again. */
const MAX_FAULTS = 10;

/** What is wrong with a geometry, and where: a path into it, `['coordinates', 0, 3]`. */
export interface GeometryFault {
  path: (string | number)[];
  code: string;
  message: string;
}

interface Limits {
  shape?: Shape;
  maxVertices?: number;
}

type Path = GeometryFault['path'];
type Check = (value: unknown, path: Path) => void;
type Tell = (path: Path, code: string, message: string) => void;

/** Thrown inside to end the check early; the faults so far are the answer. */
class Enough extends Error {}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (first: unknown, last: unknown) =>
  Array.isArray(first) && Array.isArray(last) && first[0] === last[0] && first[1] === last[1];

/** The checks of coordinates by type. What they find they tell; a vertex too many ends them. */
function checksOf(tell: Tell, maxVertices: number): Record<GeometryType, Check> {
  let vertices = 0;

  const position: Check = (value, path) => {
    vertices += 1;
    if (vertices > maxVertices) {
      tell(['coordinates'], 'too-many-vertices', `has more than ${maxVertices} positions`);
      throw new Enough();
    }
    const [lon, lat] = (Array.isArray(value) ? value : []) as unknown[];
    if (!Array.isArray(value) || value.length !== 2) {
      tell(path, 'position', 'must be two numbers: longitude, latitude');
    } else if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
      tell(path, 'position', 'must be two numbers: longitude, latitude');
    } else if (Math.abs(lon as number) > 180) {
      tell(path, 'out-of-range', 'the longitude must be from -180 to 180');
    } else if (Math.abs(lat as number) > 90) {
      tell(path, 'out-of-range', 'the latitude must be from -90 to 90');
    }
  };

  const list =
    (each: Check, atLeast: number, of: string): Check =>
    (value, path) => {
      if (!Array.isArray(value)) return tell(path, 'invalid-type', `must be a list of ${of}`);
      if (value.length < atLeast) tell(path, 'too-few', `must have at least ${atLeast} ${of}`);
      value.forEach((item: unknown, index) => each(item, [...path, index]));
    };

  const positions = (atLeast: number) => list(position, atLeast, 'positions');
  const ring: Check = (value, path) => {
    positions(4)(value, path);
    if (Array.isArray(value) && value.length > 0 && !isSame(value[0], value.at(-1))) {
      tell(path, 'unclosed-ring', 'must end with the position it begins with');
    }
  };
  const rings = list(ring, 1, 'rings');

  return {
    Point: position,
    MultiPoint: positions(1),
    LineString: positions(2),
    MultiLineString: list(positions(2), 1, 'lines'),
    Polygon: rings,
    MultiPolygon: list(rings, 1, 'polygons'),
  };
}

function check(value: unknown, { shape = 'any', maxVertices = MAX_VERTICES }: Limits, tell: Tell) {
  if (!isRecord(value)) return tell([], 'invalid-type', 'must be a GeoJSON geometry');
  for (const name of Object.keys(value)) {
    if (name === 'crs') {
      tell(['crs'], 'unknown', 'positions are longitude and latitude (WGS 84) and nothing else');
    } else if (name !== 'type' && name !== 'coordinates') {
      tell([name], 'unknown', `${name.slice(0, 40)} is not known here`);
    }
  }
  const types = typesOf(shape);
  const type = types.find((known) => known === value['type']);
  if (!type) return tell(['type'], 'invalid-type', `must be one of ${types.join(', ')}`);
  checksOf(tell, maxVertices)[type](value['coordinates'], ['coordinates']);
}

/**
 * Pure: what keeps a value from being a GeoJSON geometry of RFC 7946 in longitude and latitude, with
 * two numbers a position and rings that are closed; either winding will do (RFC 7946, 3.1.6). Whether
 * rings cross themselves is for the database to say. Costs no more than `maxVertices` whatever comes.
 */
export function faultsOfGeometry(value: unknown, limits: Limits = {}): GeometryFault[] {
  const faults: GeometryFault[] = [];
  const tell: Tell = (path, code, message) => {
    faults.push({ path, code, message });
    if (faults.length >= MAX_FAULTS) throw new Enough();
  };
  try {
    check(value, limits, tell);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return faults;
}
