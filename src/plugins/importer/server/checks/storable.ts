import type { Measure, ProviderOccurrence } from '../domain/occurrence';

/** What a varchar(255) column of Strapi holds. */
const MAX_STRING_LENGTH = 255;

function coordinateFaults(value: Measure, limit: number, name: 'LAT' | 'LON'): string[] {
  if (value === null) return ['NO_COORD'];
  if (value === 'not-a-number') return ['NO_COORD', 'COORDINATE_INVALID'];
  return Math.abs(value) > limit ? ['NO_COORD', `${name}_OUT_OF_RANGE`] : [];
}

function textFaults(value: string | null, name: 'DATASET' | 'NAME'): string[] {
  if (value === null) return [`NO_${name}`];
  return value.length > MAX_STRING_LENGTH ? [`${name}_TOO_LONG`] : [];
}

/**
 * Why a record cannot be an occurrence at all: it has no dataset, no name or no place on Earth.
 * Everything else is stored and flagged. Empty when it can.
 */
export function findRejections(record: ProviderOccurrence): string[] {
  const faults = [
    ...textFaults(record.datasetKey, 'DATASET'),
    ...textFaults(record.scientificName, 'NAME'),
    ...coordinateFaults(record.lat, 90, 'LAT'),
    ...coordinateFaults(record.lon, 180, 'LON'),
  ];
  return [...new Set(faults)];
}
