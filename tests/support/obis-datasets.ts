import type { ObisFields } from './replay-server/obis/pool';

/** Keys of composed datasets, in their order. */
export const [REEF, SURVEY, TRACKS] = ['a', 'b', 'c'].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string];

export const COD = 126436;
export const SUNFISH = 127405;

/** A dataset as the registry of OBIS lists it; composed. */
export const listed = (id: string, updated = '2025-06-01T00:00:00.000Z'): ObisFields => ({
  id,
  title: `Dataset ${id.slice(0, 1)}`,
  citation: `Somebody (2025). Dataset ${id.slice(0, 1)}.`,
  intellectualrights: 'CC BY 4.0',
  updated,
});

let serial = 0;

/** A record of a dataset; its id at OBIS is new each time, as when a dataset is published again. */
export function sighting(datasetKey: string, n: number, fields: ObisFields = {}): ObisFields {
  serial += 1;
  return {
    id: `${String((serial * 7919) % 100_000_000).padStart(8, '0')}-1111-4111-8111-111111111111`,
    dataset_id: datasetKey,
    occurrenceID: `${datasetKey.slice(0, 1)}:${n}`,
    scientificName: 'Gadus morhua',
    originalScientificName: 'Gadus morhua',
    aphiaID: COD,
    genusid: 125732,
    decimalLongitude: 4,
    decimalLatitude: 60,
    eventDate: '2020-05-17',
    flags: [],
    dropped: false,
    absence: false,
    ...fields,
  };
}

/** So many records of a dataset, numbered from 1, without these. */
export const sightings = (datasetKey: string, count: number, without: number[] = []) =>
  Array.from({ length: count }, (_, index) => index + 1)
    .filter((n) => !without.includes(n))
    .map((n) => sighting(datasetKey, n));
