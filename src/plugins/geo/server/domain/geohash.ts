import type { Bbox } from '../../contract/bbox';

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The box of a geohash: its bits halve longitudes and latitudes in turns. */
export function boundsOfGeohash(hash: string): Bbox {
  const lon: [number, number] = [-180, 180];
  const lat: [number, number] = [-90, 90];
  let isLon = true;
  for (const character of hash) {
    const value = ALPHABET.indexOf(character);
    for (let bit = 4; bit >= 0; bit -= 1) {
      const range = isLon ? lon : lat;
      range[(value >> bit) & 1 ? 0 : 1] = (range[0] + range[1]) / 2;
      isLon = !isLon;
    }
  }
  return { west: lon[0], south: lat[0], east: lon[1], north: lat[1] };
}

const MAX_PRECISION = 12;

/** How many characters make cells of about 32 to a tile of that zoom. */
export const geohashPrecision = (zoom: number): number =>
  Math.min(MAX_PRECISION, Math.max(1, Math.round(((zoom + 5) * 2) / 5)));
