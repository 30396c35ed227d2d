import { xmlText } from '../../../../../lib/xml-text';
import type { StoredPosition } from './position';
import type { Track } from './track';

const when = ({ recordedAt }: StoredPosition): string => recordedAt.toISOString();
const place = ({ lon, lat, altitudeMeters }: StoredPosition): number[] =>
  altitudeMeters === null ? [lon, lat] : [lon, lat, altitudeMeters];

/** The same dimension in all of a line, which readers of GeoJSON count on. */
function line(positions: readonly StoredPosition[]): number[][] {
  const places = positions.map(place);
  const isFlat = places.some(({ length }) => length === 2);
  return isFlat ? places.map(([lon = 0, lat = 0]) => [lon, lat]) : places;
}

/**
 * GeoJSON (RFC 7946): a line for each piece of the way with its moments in `coordTimes`, a point where
 * it is one position only, and a point with `flags` for what is implausible.
 */
export function geojsonTrack({ segments, flagged }: Track, person: { id: string; name: string }) {
  return {
    type: 'FeatureCollection',
    features: [
      ...segments.map(({ positions, distanceMeters }) => {
        const [first] = positions;
        const coordinates = line(positions);
        return {
          type: 'Feature',
          geometry:
            coordinates.length === 1
              ? { type: 'Point', coordinates: coordinates[0] }
              : { type: 'LineString', coordinates },
          properties: {
            personId: person.id,
            name: person.name,
            startedAt: first && when(first),
            distanceMeters: Math.round(distanceMeters * 10) / 10,
            coordTimes: positions.map(when),
          },
        };
      }),
      ...flagged.map(({ position, flags }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: place(position) },
        properties: { personId: person.id, name: person.name, time: when(position), flags },
      })),
    ],
  };
}

const trackPoint = (position: StoredPosition): string => {
  const { lon, lat, altitudeMeters } = position;
  const height = altitudeMeters === null ? '' : `<ele>${altitudeMeters}</ele>`;
  return `<trkpt lat="${lat}" lon="${lon}">${height}<time>${when(position)}</time></trkpt>`;
};

/** GPX 1.1: one track with a segment for each piece of the way. What is implausible is left out. */
export const gpxTrack = ({ segments }: Track, { name }: { name: string }): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Shoal" xmlns="http://www.topografix.com/GPX/1/1">',
    `<metadata><name>${xmlText(name)}</name></metadata>`,
    `<trk><name>${xmlText(name)}</name>`,
    ...segments.map(({ positions }) => `<trkseg>${positions.map(trackPoint).join('')}</trkseg>`),
    '</trk>',
    '</gpx>',
    '',
  ].join('\n');
