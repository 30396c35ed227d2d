/** What the map answers, said once more in plain TypeScript and slowly, to compare with. */

export interface Position {
  lon: number;
  lat: number;
}
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export const inBox = ({ lon, lat }: Position, { west, south, east, north }: Box): boolean =>
  lat >= south &&
  lat <= north &&
  (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

const EARTH_METERS = 6_371_008.8;
/** The sphere and the spheroid differ by this part of a distance at most. */
export const SPHERE_ERROR = 0.006;

/** Metres on the sphere (haversine). */
export function distanceMeters(a: Position, b: Position): number {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const part =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(part)));
}

export type Ring = readonly (readonly [number, number])[];

/** Inside a ring by the even-odd rule (crossing number), edges straight on the map. */
export function inRing({ lon, lat }: Position, ring: Ring): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index - 1] ?? [0, 0], ring[index] ?? [0, 0]];
    const crosses = y1 > lat !== y2 > lat;
    if (crosses && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** How near a position is to the border, in degrees: too near, and rounding decides. */
export function degreesToRing({ lon, lat }: Position, ring: Ring): number {
  return Math.min(
    ...ring.slice(1).map(([x2, y2], index) => {
      const [x1, y1] = ring[index] ?? [0, 0];
      const [dx, dy] = [x2 - x1, y2 - y1];
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : ((lon - x1) * dx + (lat - y1) * dy) / length;
      const part = Math.max(0, Math.min(1, along));
      return Math.hypot(lon - x1 - part * dx, lat - y1 - part * dy);
    }),
  );
}
