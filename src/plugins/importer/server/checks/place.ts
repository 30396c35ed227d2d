import type { Check } from './check';

/** On land by the provider's distance to the shore, which is negative inland. */
export const checkPlace: Check = ({ record }) => {
  const { shoreDistanceInMeters } = record;
  return shoreDistanceInMeters === null ? {} : { ON_LAND: shoreDistanceInMeters < 0 };
};
