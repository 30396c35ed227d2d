import { latAt, lonAt } from './cells';

/**
 * Hexagons with a corner to the north, laid over the web mercator map from its upper left corner, in
 * axial coordinates: q to the east, r to the south-east. Side by side, `across` of them go around.
 */
export interface Hexagon {
  q: number;
  r: number;
}

const clamp = (part: number): number => Math.max(0, Math.min(part, 1));

/** Its corners in degrees, closed, against the clock; cut off at the edges of the map. */
export function ringOfHexagon({ q, r }: Hexagon, across: number): [number, number][] {
  const side = 1 / (across * Math.sqrt(3));
  const [u, v] = [(q + r / 2) / across, side * 1.5 * r];
  return [0, 1, 2, 3, 4, 5, 6].map((corner) => {
    const angle = Math.PI / 2 + ((corner % 6) * Math.PI) / 3;
    return [lonAt(clamp(u + side * Math.cos(angle))), latAt(clamp(v - side * Math.sin(angle)))];
  });
}
