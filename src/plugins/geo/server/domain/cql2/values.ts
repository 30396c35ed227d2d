import type { Bbox } from '../../../contract/bbox';
import { FilterFault } from './limits';
import type { Geometry, Operand, Position2d } from '../../../contract/cql2';

type Instant = Extract<Operand, { kind: 'instant' }>;

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/i;
/** PostgreSQL stores neither. */
const UNSTORABLE = /[\0\p{Cs}]/u;
/** The fewest positions of a ring, the last one equal to the first. */
const SHORTEST_RING = 4;

/** Text that a database takes. */
export function textValue(value: string, at: string): string {
  if (UNSTORABLE.test(value)) throw new FilterFault('the text holds a sign no text can hold.', at);
  return value;
}

export function numberValue(value: number, at: string): number {
  if (!Number.isFinite(value)) throw new FilterFault('the number is too great.', at);
  return value;
}

/** Whether the calendar has this day: `Date.parse` takes the 30th of February for the 1st of March. */
function isRealDay(day: string): boolean {
  const parsed = Date.parse(day);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day);
}

/** `DATE('2024-01-31')`: the whole day, UTC. */
export function dateValue(text: string, at: string): Instant {
  if (!DAY.test(text) || !isRealDay(text)) {
    throw new FilterFault('expected a day such as 2024-01-31.', at);
  }
  return { kind: 'instant', at, start: `${text}T00:00:00.000000`, end: `${text}T23:59:59.999999` };
}

/** `TIMESTAMP('2024-01-31T10:00:00Z')`, to the microsecond, which is what the database keeps. */
export function timestampValue(text: string, at: string): Instant {
  const [, day = '', time = '', fraction = '', zone = ''] = MOMENT.exec(text) ?? [];
  const parsed = isRealDay(day) ? Date.parse(`${day}T${time}${zone.toUpperCase()}`) : NaN;
  if (Number.isNaN(parsed)) {
    throw new FilterFault('expected a moment such as 2024-01-31T10:00:00Z.', at);
  }
  const seconds = new Date(parsed).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  const moment = `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}`;
  return { kind: 'instant', at, start: moment, end: moment };
}

/** An end of an interval: a day, a moment, or `..` for an open one. */
export function instantOrOpen(text: string, at: string): Instant | null {
  if (text === '..') return null;
  return DAY.test(text) ? dateValue(text, at) : timestampValue(text, at);
}

/** `BBOX(west,south,east,north)`, or six numbers of which the heights are left out. */
export function boxValue(numbers: readonly number[], at: string): Bbox {
  const flat = numbers.length === 6 ? [0, 1, 3, 4].map((place) => numbers[place]) : numbers;
  const [west, south, east, north] = flat;
  if (
    flat.length !== 4 ||
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined
  ) {
    throw new FilterFault('a box has four numbers, or six with heights.', at);
  }
  positionValue([west, south], at);
  positionValue([east, north], at);
  if (south > north) throw new FilterFault('the south of a box must not be beyond its north.', at);
  return { west, south, east, north };
}

export function positionValue(numbers: readonly number[], at: string): Position2d {
  const [lon, lat] = numbers;
  if (lon === undefined || lat === undefined || numbers.length > 3) {
    throw new FilterFault('a position has a longitude, a latitude and perhaps a height.', at);
  }
  if (!(Math.abs(lon) <= 180)) throw new FilterFault('a longitude is from -180 to 180.', at);
  if (!(Math.abs(lat) <= 90)) throw new FilterFault('a latitude is from -90 to 90.', at);
  return [lon, lat];
}

const isClosed = (ring: readonly Position2d[]): boolean => {
  const [first, last] = [ring[0], ring.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
};

function checkRings(rings: readonly (readonly Position2d[])[], at: string): void {
  if (rings.length === 0) throw new FilterFault('a polygon has at least one ring.', at);
  for (const ring of rings) {
    if (ring.length < SHORTEST_RING || !isClosed(ring)) {
      throw new FilterFault('a ring has at least four positions and ends where it begins.', at);
    }
  }
}

function checkLine(line: readonly Position2d[], at: string): void {
  if (line.length < 2) throw new FilterFault('a line has at least two positions.', at);
}

/**
 * Refuses what is no geometry by its form alone. Whether a polygon crosses itself only the database
 * can say.
 */
export function checkGeometry(geometry: Geometry, at: string): Geometry {
  const { type, coordinates } = geometry;
  if (coordinates.length === 0) throw new FilterFault('a geometry is not empty.', at);
  if (type === 'LineString') checkLine(coordinates, at);
  if (type === 'MultiLineString') coordinates.forEach((line) => checkLine(line, at));
  if (type === 'Polygon') checkRings(coordinates, at);
  if (type === 'MultiPolygon') coordinates.forEach((rings) => checkRings(rings, at));
  return geometry;
}
