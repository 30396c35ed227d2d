import { z } from 'zod';

/** Plain decimal notation only: what `Number` also takes (empty text, `0x1F`, `Infinity`) is refused. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

const FORM = 'must be four numbers: west,south,east,north';

/** A box in degrees, WGS 84. `west > east` means that it crosses the antimeridian. */
export interface Bbox {
  west: number;
  south: number;
  east: number;
  north: number;
}

function faultOf({ west, south, east, north }: Bbox): string | null {
  if (Math.abs(west) > 180 || Math.abs(east) > 180) return 'longitudes must be from -180 to 180';
  if (Math.abs(south) > 90 || Math.abs(north) > 90) return 'latitudes must be from -90 to 90';
  if (south > north) return 'south must not be greater than north';
  return null;
}

/** The `bbox` query parameter: `west,south,east,north`. */
export const bboxParam = z.string('must be given once').transform((text, context): Bbox => {
  const parts = text.split(',');
  const [west, south, east, north] = parts.map(Number);
  if (
    parts.length !== 4 ||
    !parts.every((part) => DECIMAL.test(part)) ||
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined
  ) {
    context.addIssue({ code: 'custom', message: FORM });
    return z.NEVER;
  }
  const bbox = { west, south, east, north };
  const fault = faultOf(bbox);
  if (fault !== null) {
    context.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  }
  return bbox;
});
