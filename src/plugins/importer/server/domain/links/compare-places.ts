import type { LinkRecord } from './link-record';

const EARTH_RADIUS_METERS = 6_371_009;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres along a sphere (haversine, half a percent off at most); null when one has no position. */
export function metersBetween(one: LinkRecord, other: LinkRecord): number | null {
  if (one.lat === null || one.lon === null || other.lat === null || other.lon === null) return null;
  const [from, to] = [radians(one.lat), radians(other.lat)];
  const north = Math.sin((to - from) / 2) ** 2;
  const east = Math.sin(radians(other.lon - one.lon) / 2) ** 2;
  const share = Math.min(1, north + Math.cos(from) * Math.cos(to) * east);
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(share));
}

export type DepthRelation = 'equal' | 'compatible' | 'apart';

/** Providers round: ranges that touch within a metre go together. */
const DEPTH_GRACE_METERS = 1;

/** Compares two ranges of depth; where one says nothing they go together. */
export function compareDepths(one: LinkRecord, other: LinkRecord): DepthRelation {
  const from = one.minDepthMeters ?? one.maxDepthMeters;
  const to = one.maxDepthMeters ?? one.minDepthMeters;
  const otherFrom = other.minDepthMeters ?? other.maxDepthMeters;
  const otherTo = other.maxDepthMeters ?? other.minDepthMeters;
  if (from === null || to === null || otherFrom === null || otherTo === null) return 'compatible';
  if (from === otherFrom && to === otherTo) return 'equal';
  const isApart = otherFrom > to + DEPTH_GRACE_METERS || from > otherTo + DEPTH_GRACE_METERS;
  return isApart ? 'apart' : 'compatible';
}
