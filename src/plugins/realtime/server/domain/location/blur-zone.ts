import { createHash } from 'node:crypto';
import type { Zone } from './pick-latest';

const METERS_PER_DEGREE = 111_195;
/** How far the circle is moved, as a part of its radius. */
const LEAST_MOVED = 0.25;
const MOST_MOVED = 0.5;
const LARGEST = 2 ** 32;

/**
 * The circle that others see nothing in: around all of the zone, and its centre somewhere else. Who
 * reads many ways that end at its edge can tell the circle, and would know a home at its centre. Moved
 * by what only the server knows, the same each time, so that an average tells no more either.
 */
export function blurZone<Hidden extends Zone & { id: string }>(zone: Hidden): Hidden {
  const hash = createHash('sha256').update(`zone ${zone.id}`).digest();
  const angle = (hash.readUInt32BE(0) / LARGEST) * 2 * Math.PI;
  const part = LEAST_MOVED + (hash.readUInt32BE(4) / LARGEST) * (MOST_MOVED - LEAST_MOVED);
  const meters = zone.radiusMeters * part;
  const lat = zone.lat + (meters * Math.sin(angle)) / METERS_PER_DEGREE;
  const shrunk = Math.max(0.01, Math.cos((zone.lat * Math.PI) / 180));
  const lon = zone.lon + (meters * Math.cos(angle)) / (METERS_PER_DEGREE * shrunk);
  // A hundredth more than the way that the centre went makes up for what is round about the degrees.
  return { ...zone, lon, lat, radiusMeters: zone.radiusMeters + meters * 1.01 };
}
