import type { Box, Circle } from './map-probes';

const METERS_PER_DEGREE = 111_320;

export const contains = (
  { west, south, east, north }: Box,
  [lon, lat]: readonly [number, number],
) => lon >= west && lon <= east && lat >= south && lat <= north;

/** Halves a box around the nest, keeping the half that something is in, down to an eighth of the level. */
export async function shrink(
  isIn: (box: Box) => Promise<boolean>,
  { at: [lon, lat], degrees }: { at: readonly [number, number]; degrees: number },
): Promise<Box> {
  const half = 1.37 * degrees;
  let box = { west: lon - half, east: lon + half, south: lat - half, north: lat + half };
  while (box.east - box.west > degrees / 8 || box.north - box.south > degrees / 8) {
    const isWide = box.east - box.west >= box.north - box.south;
    const middle = isWide ? (box.west + box.east) / 2 : (box.south + box.north) / 2;
    const [one, other] = isWide
      ? [{ ...box, east: middle }, { ...box, west: middle }] // prettier-ignore
      : [{ ...box, north: middle }, { ...box, south: middle }]; // prettier-ignore
    box = (await isIn(one)) ? one : other;
  }
  // The last half may have been inferred; it must say so itself.
  if (!(await isIn(box))) throw new Error('Nothing is where the halves led');
  return box;
}

/** The least distance from a centre within which something is, to a twentieth of the level. */
export async function measure(
  isIn: (circle: Circle) => Promise<boolean>,
  centre: Circle,
  degrees: number,
) {
  let [near, far] = [0, centre.radiusMeters];
  while (far - near > (degrees * METERS_PER_DEGREE) / 20) {
    const radiusMeters = (near + far) / 2;
    if (await isIn({ ...centre, radiusMeters })) far = radiusMeters;
    else near = radiusMeters;
  }
  return (near + far) / 2;
}
