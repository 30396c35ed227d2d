export interface Place {
  lon: number;
  lat: number;
}

/** The mean radius of the Earth (IUGG 1980). */
const EARTH_RADIUS_METERS = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres along the sphere (haversine), which differs from the spheroid by half a per cent at most. */
export function distanceMeters(one: Place, other: Place): number {
  const northward = Math.sin(radians(other.lat - one.lat) / 2) ** 2;
  const eastward = Math.sin(radians(other.lon - one.lon) / 2) ** 2;
  const part = northward + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * eastward;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(part)));
}
