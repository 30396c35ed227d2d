import type { ShownPosition } from '../../../../contract/location';
import type { Reading } from '../position';
import {
  accuracyOf,
  altitudeOf,
  batteryOf,
  headingOf,
  momentOf,
  MPS_OF_KMH,
  readingOf,
  speedOf,
} from './measured';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A message of OwnTracks: seconds, km/h, per cent (owntracks.org/booklet/tech/json). Null for what is
 * no position (waypoints, transitions, `{}`), which the app wants to get rid of all the same.
 */
export function readOwntracks(body: unknown): Reading | null {
  if (!isObject(body) || body['_type'] !== 'location') return null;
  return readingOf(
    { lon: body['lon'], lat: body['lat'], at: body['tst'] },
    {
      sentAt: momentOf(body['created_at']) ?? null,
      accuracyMeters: accuracyOf(body['acc']),
      altitudeMeters: altitudeOf(body['alt']),
      speedMps: speedOf(body['vel'], MPS_OF_KMH),
      headingDegrees: headingOf(body['cog']),
      batteryPercent: batteryOf(body['batt'], 100),
    },
  );
}

/** Two characters on the map of the app: the initials, or the start of the name. */
function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const [first = '', second = ''] = words.map((word) => [...word][0] ?? '');
  return (second ? first + second : [...name].slice(0, 2).join('')).toUpperCase();
}

/** Friends on the map of the app: a card with the name and the position, both under one topic. */
export function friendsOf(positions: readonly ShownPosition[]): object[] {
  return positions.flatMap((position) => {
    const { person, lon, lat, recordedAt } = position;
    const tid = initialsOf(person.name);
    const topic = `owntracks/${person.id}/shoal`;
    const measured = {
      acc: position.accuracyMeters,
      alt: position.altitudeMeters,
      vel: position.speedMps === null ? null : position.speedMps / MPS_OF_KMH,
      cog: position.headingDegrees,
    };
    const known = Object.entries(measured).filter(([, value]) => value !== null);
    return [
      { _type: 'card', name: person.name, tid, topic },
      {
        _type: 'location',
        topic,
        tid,
        lat,
        lon,
        tst: Math.floor(Date.parse(recordedAt) / 1000),
        // The app reads whole numbers here.
        ...Object.fromEntries(known.map(([name, value]) => [name, Math.round(Number(value))])),
      },
    ];
  });
}
