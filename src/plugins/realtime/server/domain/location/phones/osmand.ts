import { z } from 'zod';
import type { Reading } from '../position';
import {
  accuracyOf,
  altitudeOf,
  batteryOf,
  headingOf,
  MPS_OF_KNOT,
  readingOf,
  speedOf,
} from './measured';

/** What a phone sent: which device it says to be, and a position when there was one. */
export interface PhoneReport {
  token: string;
  reading: Reading | null;
}

/**
 * The parameters of OsmAnd, GPSLogger and older clients of Traccar: speed in knots, seconds or
 * milliseconds (traccar.org/osmand, and Traccar's OsmAndProtocolDecoder).
 */
export function readOsmandQuery(given: Readonly<Record<string, unknown>>, now: Date): PhoneReport {
  const { id, deviceid, location, timestamp } = given;
  const named = id ?? deviceid;
  const token = typeof named === 'string' ? named : '';
  const [lat, lon] =
    typeof location === 'string' ? location.split(',') : [given['lat'], given['lon']];
  if (lat === undefined && lon === undefined) return { token, reading: null };
  const reading = readingOf(
    { lon, lat, at: timestamp === undefined ? now : timestamp },
    {
      accuracyMeters: accuracyOf(given['accuracy']),
      altitudeMeters: altitudeOf(given['altitude']),
      speedMps: speedOf(given['speed'], MPS_OF_KNOT),
      headingDegrees: headingOf(given['bearing'] ?? given['heading']),
      batteryPercent: batteryOf(given['batt'], 100),
      isMock: given['mock'] === 'true',
    },
  );
  return { token, reading };
}

const jsonReport = z.looseObject({
  device_id: z.coerce.string(),
  location: z
    .looseObject({
      timestamp: z.unknown().optional(),
      coords: z.looseObject({ latitude: z.unknown(), longitude: z.unknown() }),
      mock: z.unknown().optional(),
      battery: z.looseObject({ level: z.unknown().optional() }).optional(),
    })
    .optional(),
});

/** JSON of Traccar Client 9 and later: metres a second, -1 for unknown, the battery from 0 to 1. */
export function readOsmandJson(body: unknown, now: Date): PhoneReport | null {
  const parsed = jsonReport.safeParse(body);
  if (!parsed.success) return null;
  const { device_id: token, location } = parsed.data;
  if (!location) return { token, reading: null };
  const { coords, timestamp } = location;
  const { longitude: lon, latitude: lat } = coords;
  const reading = readingOf(
    { lon, lat, at: timestamp === undefined ? now : timestamp },
    {
      accuracyMeters: accuracyOf(coords['accuracy']),
      altitudeMeters: altitudeOf(coords['altitude']),
      speedMps: speedOf(coords['speed']),
      headingDegrees: headingOf(coords['heading']),
      batteryPercent: batteryOf(location.battery?.level, 1),
      isMock: location.mock === true,
    },
  );
  return { token, reading };
}
