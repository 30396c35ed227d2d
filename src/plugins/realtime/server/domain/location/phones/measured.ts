import type { Place } from '../distance';
import type { Reading, Rejection, ReportedPosition } from '../position';

const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$/;

/** A number as phones send it, as text or as such; undefined for what is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined;
}

/** Phones say -1, or nothing, for what they do not know; a position is not worth less for it. */
function within(value: unknown, low: number, high: number, factor = 1): number | null {
  const number = numberOf(value);
  if (number === undefined) return null;
  const inOurUnit = number * factor;
  return inOurUnit >= low && inOurUnit <= high ? inOurUnit : null;
}

export const MPS_OF_KNOT = 1852 / 3600;
export const MPS_OF_KMH = 1 / 3.6;

export const accuracyOf = (value: unknown) => within(value, 0, 100_000_000);
export const altitudeOf = (value: unknown) => within(value, -12_000, 100_000);
export const headingOf = (value: unknown) => within(value, 0, 360);
/** @param factor metres a second in the unit of the phone. */
export const speedOf = (value: unknown, factor = 1) => within(value, 0, 100_000, factor);
/** @param whole what the phone says when the battery is full. */
export const batteryOf = (value: unknown, whole: 1 | 100) => within(value, 0, 100, 100 / whole);

export function placeOf(lon: unknown, lat: unknown): Place | Rejection {
  const place = { lon: numberOf(lon), lat: numberOf(lat) };
  if (place.lon === undefined || place.lat === undefined) return 'invalid';
  if (Math.abs(place.lon) > 180 || Math.abs(place.lat) > 90) return 'out-of-range';
  return { lon: place.lon, lat: place.lat };
}

/** From here on a whole number counts milliseconds; Traccar takes the same border. */
const FIRST_MILLISECONDS = 2 ** 31 - 1;
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** Seconds or milliseconds since 1970, ISO 8601, or `yyyy-MM-dd HH:mm:ss`, which is UTC. */
export function momentOf(value: unknown): Date | undefined {
  const count = numberOf(value);
  if (count !== undefined) {
    const moment = new Date(count >= FIRST_MILLISECONDS ? count : count * 1000);
    return Number.isNaN(moment.getTime()) ? undefined : moment;
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[ T]/.test(value)) return undefined;
  const [, day, time] = WITHOUT_ZONE.exec(value) ?? [];
  const ms = Date.parse(day === undefined ? value : `${day}T${time}Z`);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

type Measured = Partial<Omit<ReportedPosition, keyof Place | 'recordedAt'>>;

/**
 * What a phone says of where it was.
 * @param found where and when, as the phone writes it, or the moment by our clock.
 * @param measured in our units; what is left out is not known.
 */
export function readingOf(
  { lon, lat, at }: { lon: unknown; lat: unknown; at: unknown },
  measured: Measured,
): Reading {
  const place = placeOf(lon, lat);
  if (typeof place === 'string') return place;
  const recordedAt = at instanceof Date ? at : momentOf(at);
  if (!recordedAt) return 'invalid';
  // Written out, since spreading is slow; see `received`.
  return {
    lon: place.lon,
    lat: place.lat,
    recordedAt,
    sentAt: measured.sentAt ?? null,
    accuracyMeters: measured.accuracyMeters ?? null,
    altitudeMeters: measured.altitudeMeters ?? null,
    speedMps: measured.speedMps ?? null,
    headingDegrees: measured.headingDegrees ?? null,
    batteryPercent: measured.batteryPercent ?? null,
    isMock: measured.isMock ?? false,
  };
}
