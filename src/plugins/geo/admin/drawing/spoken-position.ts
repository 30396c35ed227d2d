import type { LonLat } from '../../contract/geometry';

const DECIMALS = 5;
const spoken = (value: number, positive: string, negative: string): string =>
  `${Number(Math.abs(value).toFixed(DECIMALS))}° ${value < 0 ? negative : positive}`;

/** A position as charts write it: latitude before longitude, `38.5° N 9.1° W`. */
export const spokenPosition = ([lon, lat]: LonLat): string =>
  `${spoken(lat, 'N', 'S')} ${spoken(lon, 'E', 'W')}`;
