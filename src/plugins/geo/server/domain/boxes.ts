import type { Bbox } from '../../contract/bbox';
import type { Place } from '../../contract/question';

/** Whether every position on Earth lies in it, so that there is nothing to filter. */
export const isWholeWorld = ({ west, south, east, north }: Bbox): boolean =>
  west === -180 && east === 180 && south === -90 && north === 90;

/**
 * The plain boxes (west <= east) it is made of: two when it crosses the antimeridian. They must be
 * combined by OR; one collection of both has a bounding box around the whole Earth (0.4 s instead of
 * 0.02 s on a million rows).
 */
export function plainBoxesOf(bbox: Bbox): Bbox[] {
  if (bbox.west <= bbox.east) return [bbox];
  return [
    { ...bbox, east: 180 },
    { ...bbox, west: -180 },
  ];
}

/** Their size as the map of latitude and longitude shows it, not as the Earth does. */
export const squareDegreesOf = (boxes: readonly Bbox[]): number =>
  boxes.reduce((sum, { west, south, east, north }) => sum + (east - west) * (north - south), 0);

/** The size on that map of the box around an area, at most. */
function squareDegreesAround(place: Place): number {
  switch (place.kind) {
    case 'box':
      return squareDegreesOf(plainBoxesOf(place.bbox));
    case 'circle': {
      const degrees = (2 * place.radiusMeters) / METERS_PER_DEGREE;
      return degrees * degrees;
    }
    case 'polygon':
      return place.geometry.coordinates.reduce((sum, [ring = []]) => {
        const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
        return (
          sum + (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats))
        );
      }, 0);
  }
}

const METERS_PER_DEGREE = 111_320;
const WORLD_SQUARE_DEGREES = 360 * 180;

/** The size of the smallest place that a feature must touch; of the world when there is none. */
export const smallestOf = (places: readonly Place[]): number =>
  Math.min(WORLD_SQUARE_DEGREES, ...places.map(squareDegreesAround));
