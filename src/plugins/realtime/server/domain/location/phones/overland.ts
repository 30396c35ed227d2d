import { z } from 'zod';
import type { Reading } from '../position';
import { accuracyOf, altitudeOf, batteryOf, headingOf, readingOf, speedOf } from './measured';

const feature = z.looseObject({
  geometry: z.looseObject({ type: z.literal('Point'), coordinates: z.array(z.unknown()) }),
  properties: z.looseObject({ timestamp: z.unknown() }),
});
const batch = z.looseObject({ locations: z.array(z.unknown()), current: z.unknown().optional() });

/** Trips and the like have no place, and are no positions. */
function readFeature(item: unknown): Reading[] {
  const parsed = feature.safeParse(item);
  if (!parsed.success) return [];
  const { geometry, properties } = parsed.data;
  const [lon, lat] = geometry.coordinates;
  const reading = readingOf(
    { lon, lat, at: properties.timestamp },
    {
      accuracyMeters: accuracyOf(properties['horizontal_accuracy']),
      altitudeMeters: altitudeOf(properties['altitude']),
      speedMps: speedOf(properties['speed']),
      headingDegrees: headingOf(properties['course']),
      batteryPercent: batteryOf(properties['battery_level'], 1),
    },
  );
  return [reading];
}

/**
 * A batch of Overland: metres a second, the battery from 0 to 1, -1 for unknown
 * (github.com/aaronpk/Overland-iOS). `current` is where the phone is now when its queue is long, so
 * that this does not wait for the queue. Null for what is no batch.
 */
export function readOverland(body: unknown): Reading[] | null {
  const parsed = batch.safeParse(body);
  if (!parsed.success) return null;
  return [...parsed.data.locations, parsed.data.current].flatMap(readFeature);
}
