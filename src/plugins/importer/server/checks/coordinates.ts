import type { Check } from './check';

const MAX_UNCERTAINTY_METERS = 20_037_509;

/** Null Island, and an uncertainty that no place on Earth can have. */
export const checkCoordinates: Check = ({ record }) => {
  const { lon, lat, coordinateUncertaintyInMeters: uncertainty } = record;
  return {
    ZERO_COORD: lon === 0 && lat === 0,
    COORDINATE_UNCERTAINTY_METERS_INVALID:
      uncertainty !== null && (uncertainty < 1 || uncertainty > MAX_UNCERTAINTY_METERS),
  };
};
