import type { Measure } from '../domain/occurrence';
import type { Check } from './check';

const LOWEST_METERS = -100_000;
const DEEPEST_METERS = 11_000;

const isNumber = (value: Measure): value is number => typeof value === 'number';
const isOutOfRange = (meters: number) => meters < LOWEST_METERS || meters > DEEPEST_METERS;

/** The mean of what is given and possible, as OBIS defines the depth of a record. */
function depthOf(meters: number[]): number | null {
  const possible = meters.filter((value) => !isOutOfRange(value));
  if (possible.length === 0) return null;
  return possible.reduce((sum, value) => sum + value, 0) / possible.length;
}

/** Tolerance of OBIS: a tenth and 50 m at sea, 50 m where the grid says land. */
function exceeds(depth: number, bathymetry: number): boolean {
  return depth > (bathymetry >= 0 ? bathymetry * 1.1 : bathymetry) + 50;
}

/** Depth in metres, positive down. 0 m is the surface, not "missing"; odd values are flagged, never mended. */
export const checkDepth: Check = ({ record }) => {
  const { minimumDepthInMeters: min, maximumDepthInMeters: max, bathymetryInMeters } = record;
  const given = [min, max].filter(isNumber);
  const depth = depthOf(given);
  return {
    NO_DEPTH: given.length === 0,
    // Of a depth that is not there we cannot say that it is fine: GBIF flags one that it took out.
    ...((min !== null || max !== null) && {
      DEPTH_NON_NUMERIC: min === 'not-a-number' || max === 'not-a-number',
      DEPTH_OUT_OF_RANGE: given.some(isOutOfRange),
      DEPTH_UNLIKELY: given.some((meters) => meters < 0 || meters > DEEPEST_METERS),
    }),
    MIN_DEPTH_EXCEEDS_MAX: isNumber(min) && isNumber(max) && min > max,
    ...(bathymetryInMeters !== null &&
      depth !== null && {
        DEPTH_EXCEEDS_BATH: exceeds(depth, bathymetryInMeters),
      }),
  };
};
