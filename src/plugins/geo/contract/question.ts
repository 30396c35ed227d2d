import { z } from 'zod';
import type { Bbox } from './bbox';
import { bboxParam } from './bbox';
import type { Filter } from './cql2';
import { datetimeParam, type TimeSpan } from './datetime';
import { numberOf, numberParam } from './number-param';
import { polygonParam, type PolygonGeometry } from './polygon';

/** A place that a feature must touch. Several of one question must all be touched. */
export type Place =
  | { kind: 'box'; bbox: Bbox }
  | { kind: 'polygon'; geometry: PolygonGeometry }
  /** Distances in metres on the spheroid. */
  | { kind: 'circle'; lon: number; lat: number; radiusMeters: number };

/** The state of rows that are left out unless asked for. */
export type StateChoice = 'include' | 'only';

/** What the collection's own filters take, by kind: texts, numbers, a range, a choice. */
export type FilterValue =
  | readonly string[]
  | readonly number[]
  | { min: number | null; max: number | null }
  | StateChoice;

/**
 * Which features somebody asks for, parsed once. The same for lists, counts, grids, tiles, exports and
 * OGC API Features, so that a map and its list never disagree.
 */
export interface Question {
  place: readonly Place[];
  /** Features without a time match every interval, as OGC API Features has it. */
  datetime?: TimeSpan;
  /** Only features that have a time. */
  dated?: boolean;
  /** Values of the collection's own filters. What is at its default is not here. */
  filters: Readonly<Record<string, FilterValue>>;
  /** A condition on what features show, as OGC API Features takes it; checked before it comes here. */
  condition?: Filter;
}

/** The whole world, of everything: what is asked when nothing is said. */
export const EVERYTHING: Question = { place: [], filters: {} };

/** Half the way around the Earth; what lies further away does not exist. */
export const MAX_RADIUS_METERS = 20_037_508;

const lonLat = z.strictObject({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
});
export type LonLat = z.infer<typeof lonLat>;

const NEAR_FORM = 'must be two numbers: lon,lat, from -180 to 180 and from -90 to 90';

/** `lon,lat`; in a body also `{lon, lat}`. */
const nearParam = z.unknown().transform((value, context): LonLat => {
  const parts = typeof value === 'string' ? value.split(',') : [];
  const [lon, lat] = parts.map(numberOf);
  const parsed = lonLat.safeParse(
    typeof value === 'string' ? { lon, lat: parts.length === 2 ? lat : null } : value,
  );
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: NEAR_FORM });
  return z.NEVER;
});

export const radiusParam = numberParam.pipe(
  z
    .number()
    .positive('must be more than 0')
    .max(MAX_RADIUS_METERS, `must be at most ${MAX_RADIUS_METERS}`),
);

const datedParam = z.unknown().transform((value, context): boolean => {
  if (value === 'true' || value === true) return true;
  if (value === 'false' || value === false) return false;
  context.addIssue({ code: 'custom', message: 'must be true or false' });
  return z.NEVER;
});

/**
 * The parameters of place and time that every collection has, from a query (texts) or a JSON body
 * (numbers, lists and objects as well). `near` and `radiusMeters` belong together.
 */
export const questionParams = {
  bbox: bboxParam.optional(),
  within: polygonParam.optional(),
  near: nearParam.optional(),
  radiusMeters: radiusParam.optional(),
  datetime: datetimeParam.optional(),
  dated: datedParam.optional(),
};
