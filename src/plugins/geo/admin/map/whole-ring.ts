import type { LonLat } from '../../contract/geometry';

/**
 * A ring whose longitudes run on instead of jumping at the antimeridian, so that they may leave the
 * range from -180 to 180. One that goes around a pole is closed over it.
 */
export function wholeRing(ring: LonLat[]): LonLat[] {
  let turns = 0;
  const whole = ring.map(([lon, lat], index): LonLat => {
    const step = lon - (ring[index - 1]?.[0] ?? lon);
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    return [lon + turns * 360, lat];
  });
  const [first, last] = [whole[0], whole.at(-1)];
  if (turns === 0 || !first || !last) return whole;
  const pole = first[1] < 0 ? -90 : 90;
  return [...whole, [last[0], pole], [first[0], pole], first];
}

/** By how much such a ring must be moved to be seen on a map from -180 to 180: once, or twice. */
export function shiftsOf(ring: LonLat[]): number[] {
  const longitudes = ring.map(([lon]) => lon);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  return [-360, 0, 360].filter((shift) => west + shift < 180 && east + shift > -180);
}
