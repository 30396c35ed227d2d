import { z } from 'zod';
import { parseWktPolygon } from './wkt';

type Position = readonly [number, number];
type Ring = readonly Position[];

/**
 * An area in degrees, WGS 84, edges straight on the map of longitude and latitude. One that crosses
 * the antimeridian is cut in two there (RFC 7946, section 3.1.9).
 */
export interface PolygonGeometry {
  type: 'MultiPolygon';
  /** Polygons of rings of positions; the first ring of each is its border, the others are holes. */
  coordinates: readonly (readonly Ring[])[];
}

/** A page of an atlas has fewer; PostGIS compares each of them with each candidate. */
export const MAX_VERTICES = 10_000;

/** What is wrong, and where below `within`. */
export interface PolygonFault {
  path: (string | number)[];
  message: string;
}
type Parsed = PolygonGeometry | PolygonFault;

const FORM = 'must be a polygon or multipolygon as WKT or GeoJSON';
const KNOWN_MEMBERS = ['type', 'coordinates', 'bbox'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function faultOfPosition(position: unknown): string | null {
  if (!Array.isArray(position) || position.length !== 2) return 'must be [longitude, latitude]';
  const [lon, lat] = position as unknown[];
  if (typeof lon !== 'number' || typeof lat !== 'number') return 'must be [longitude, latitude]';
  if (!(Math.abs(lon) <= 180)) {
    return 'the longitude must be from -180 to 180; cut what crosses the antimeridian in two there';
  }
  return Math.abs(lat) <= 90 ? null : 'the latitude must be from -90 to 90';
}

/** Structure alone; whether rings cross themselves or each other the database says. */
function faultOfRing(ring: unknown): PolygonFault | null {
  if (!Array.isArray(ring)) return { path: [], message: 'must be a list of positions' };
  for (const [index, position] of ring.entries()) {
    const message = faultOfPosition(position);
    if (message !== null) return { path: [index], message };
  }
  if (ring.length < 4) return { path: [], message: 'must have four positions or more' };
  const positions = ring as unknown as Ring;
  const [first, last] = [positions[0], positions.at(-1)];
  if (first?.[0] === last?.[0] && first?.[1] === last?.[1]) return null;
  return { path: [], message: 'must end where it begins' };
}

function faultOfPolygon(polygon: unknown): PolygonFault | null {
  if (!Array.isArray(polygon) || polygon.length === 0) {
    return { path: [], message: 'must be a list of rings' };
  }
  for (const [index, ring] of polygon.entries()) {
    const fault = faultOfRing(ring);
    if (fault) return { ...fault, path: [index, ...fault.path] };
  }
  return null;
}

/** How many positions there are, stopped soon after the most that is allowed. */
function countVertices(value: unknown): number {
  if (!Array.isArray(value)) return 0;
  if (value.length > 0 && !Array.isArray(value[0])) return 1;
  let count = 0;
  for (const part of value) {
    count += countVertices(part);
    if (count > MAX_VERTICES) break;
  }
  return count;
}

function polygonsOf(polygons: unknown, isMulti: boolean): Parsed {
  const path = isMulti ? ['coordinates'] : [];
  if (!Array.isArray(polygons) || polygons.length === 0) {
    return { path: ['coordinates'], message: 'must be a list of polygons' };
  }
  if (countVertices(polygons) > MAX_VERTICES) {
    return { path: ['coordinates'], message: `must have at most ${MAX_VERTICES} positions` };
  }
  for (const [index, polygon] of polygons.entries()) {
    const fault = faultOfPolygon(polygon);
    const below = isMulti ? [...path, index] : ['coordinates'];
    if (fault) return { message: fault.message, path: [...below, ...fault.path] };
  }
  return {
    type: 'MultiPolygon',
    coordinates: polygons as unknown as PolygonGeometry['coordinates'],
  };
}

function readGeoJson(value: unknown): Parsed {
  if (!isRecord(value)) return { path: [], message: FORM };
  if ('crs' in value) return { path: ['crs'], message: 'is not taken; positions are WGS 84' };
  const unknown = Object.keys(value).find((name) => !KNOWN_MEMBERS.includes(name));
  if (unknown !== undefined) return { path: [unknown], message: 'is not known here' };
  const { type, coordinates } = value;
  if (type === 'Polygon') return polygonsOf([coordinates], false);
  if (type === 'MultiPolygon') return polygonsOf(coordinates, true);
  return { path: ['type'], message: 'must be Polygon or MultiPolygon' };
}

function readText(text: string): Parsed {
  if (!text.trimStart().startsWith('{')) {
    const polygons = parseWktPolygon(text);
    if (!polygons) return { path: [], message: FORM };
    const parsed = polygonsOf(polygons, true);
    // Places in WKT have no names.
    return 'message' in parsed ? { ...parsed, path: [] } : parsed;
  }
  try {
    return readGeoJson(JSON.parse(text));
  } catch {
    return { path: [], message: FORM };
  }
}

/** Reads an area as WKT or GeoJSON text, or as a GeoJSON object of a body. */
export const parsePolygon = (value: unknown): Parsed =>
  typeof value === 'string' ? readText(value) : readGeoJson(value);

/** The `within` parameter: a Polygon or MultiPolygon. */
export const polygonParam = z.unknown().transform((value, context): PolygonGeometry => {
  const parsed = parsePolygon(value);
  if (!('message' in parsed)) return parsed;
  context.addIssue({ code: 'custom', ...parsed });
  return z.NEVER;
});
