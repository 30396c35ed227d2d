import { z } from 'zod';
import { numberOf } from './number-param';

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

/** The `bbox` parameter: `west,south,east,north`; in a body also a list of four numbers. */
export const bboxParam = z.unknown().transform((value, context): Bbox => {
  const isNumbers = Array.isArray(value) && value.every((part) => typeof part === 'number');
  if (typeof value !== 'string' && !isNumbers) {
    context.addIssue({ code: 'custom', message: 'must be given once' });
    return z.NEVER;
  }
  const parts: unknown[] = typeof value === 'string' ? value.split(',') : value;
  const [west, south, east, north] = parts.map(numberOf);
  if (
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined ||
    parts.length > 4
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
