import { createRandom } from '../../../../src/lib/random';
import type { ObisRecords } from './provider';

const SPECIES = [
  [126436, 'Gadus morhua', 'Gadidae', 'Gadus'],
  [127405, 'Mola mola', 'Molidae', 'Mola'],
  [126417, 'Clupea harengus', 'Clupeidae', 'Clupea'],
  [127160, 'Solea solea', 'Soleidae', 'Solea'],
  [141433, 'Abra alba', 'Semelidae', 'Abra'],
] as const;

const DATASETS = 40;
/** So many different records are written out once; a record is one of them with its own beginning. */
const TAILS = 2048;

/** Places are per dataset: a multiple of their number. */
const PLACES = DATASETS * 1640;
/** Off coasts, as most real datasets are; longitude and latitude in degrees. */
const HOMES = [
  [3, 56], [10, 58], [-5, 46], [-20, 65], [-68, 43], [-122, 35], [148, -18], [152, -36],
  [17, -34], [-63, -64], [142, 38], [-74, -40],
] as const; // prettier-ignore

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');
const datasetId = (index: number) => `${hex(index, 8)}-0000-4000-8000-000000000000`;
const recordId = (index: number) => `${hex(index, 8)}-1111-4111-8111-111111111111`;
const indexOf = (id: string) => Number.parseInt(id.slice(0, 8), 16);

/** The part of a record that repeats after `TAILS` records, as JSON text without the first brace. */
function tailOf(random: () => number): string {
  const [aphiaID, scientificName, family, genus] =
    SPECIES[Math.floor(random() * SPECIES.length)] ?? SPECIES[0];
  const depth = Math.round(random() * 400);
  const year = 1970 + Math.floor(random() * 50);
  const month = 1 + Math.floor(random() * 12);
  const day = 1 + Math.floor(random() * 28);
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const startMs = Date.UTC(year, month - 1, day);
  const fields = {
    basisOfRecord: 'HumanObservation',
    brackish: false,
    class: 'Teleostei',
    classid: 293496,
    collectionCode: 'Generated survey',
    coordinateUncertaintyInMeters: 100,
    datasetID: 'https://example.org/dataset/generated',
    datasetName: 'Generated survey of the replay server',
    date_end: startMs,
    date_mid: startMs,
    date_start: startMs,
    date_year: year,
    day: String(day),
    depth,
    eventDate: `${date}T08:35:00`,
    eventID: `station-${Math.floor(random() * 5000)}`,
    family,
    genus,
    individualCount: String(1 + Math.floor(random() * 20)),
    institutionCode: 'GEN',
    kingdom: 'Animalia',
    kingdomid: 2,
    lifeStage: 'adult',
    locality: `Box ${Math.floor(random() * 900)}`,
    marine: true,
    maximumDepthInMeters: depth + 10,
    minimumDepthInMeters: depth,
    modified: '2023-11-24 15:33:32',
    month: String(month),
    occurrenceStatus: 'present',
    order: 'Generated',
    phylum: 'Chordata',
    phylumid: 1821,
    recordedBy: 'Replay server',
    samplingProtocol: 'Bottom trawl, 30 minutes at 4 knots',
    scientificName,
    scientificNameID: `urn:lsid:marinespecies.org:taxname:${aphiaID}`,
    sex: 'U',
    species: scientificName,
    speciesid: aphiaID,
    subphylum: 'Vertebrata',
    superclass: 'Actinopterygii',
    year: String(year),
    node_id: ['4bf79a01-65a9-4db6-b37b-18434f26ddfc'],
    dropped: false,
    absence: false,
    originalScientificName: scientificName,
    aphiaID,
    flags: [],
    bathymetry: depth + 60,
    shoredistance: 71148,
    sst: 9.27,
    sss: 31.72,
  };
  return JSON.stringify(fields).slice(1);
}

const datasetOf = (index: number) => ({
  id: datasetId(index),
  title: `Generated dataset ${index}`,
  citation: `Replay server (2025). Generated dataset ${index}.`,
  intellectualrights: 'This work is licensed under CC BY 4.0',
  published: '2025-01-01T00:00:00.000Z',
  updated: '2025-06-01T00:00:00.000Z',
});

/**
 * Where the records of the datasets lie, as JSON text: every other dataset is a track of small steps,
 * the others are clouds around a station, so that some degrees hold very many and most hold none.
 */
function createPlaces(random: () => number): string[] {
  const wander = (degrees: number) => (random() + random() + random() - 1.5) * degrees;
  const starts = Array.from({ length: DATASETS }, (_, dataset) => {
    const [lon, lat] = HOMES[dataset % HOMES.length] ?? HOMES[0];
    return { lon: lon + wander(4), lat: lat + wander(4) };
  });
  const ends = starts.map((start) => ({ ...start }));
  return Array.from({ length: PLACES }, (_, index) => {
    const dataset = index % DATASETS;
    const [start, end] = [starts[dataset], ends[dataset]];
    if (!start || !end) throw new Error(`There is no dataset ${dataset}.`);
    const isTrack = dataset % 2 === 1;
    // A track is drawn back to where it began, or it would leave the sea and the map.
    end.lon = isTrack
      ? end.lon + wander(0.1) - (end.lon - start.lon) / 500
      : start.lon + wander(1.5);
    end.lat = isTrack
      ? end.lat + wander(0.1) - (end.lat - start.lat) / 500
      : start.lat + wander(1.5);
    return `"decimalLongitude":${end.lon.toFixed(5)},"decimalLatitude":${end.lat.toFixed(5)},`;
  });
}

/**
 * Unlimited records by seed: every page is the same whenever it is asked for. A record costs one
 * joining of strings, so that the server is not what a bench measures.
 */
export function generateObisRecords({ count, seed }: { count: number; seed: number }): ObisRecords {
  const random = createRandom(seed);
  const tails = Array.from({ length: TAILS }, () => tailOf(random));
  const places = createPlaces(random);

  /** Now and then a track: no occurrenceID, and a catalogue number that ten records share. */
  const namesAt = (index: number) =>
    index % 25 === 0
      ? `"catalogNumber":"T-${Math.floor(index / 2000)}",`
      : `"occurrenceID":"generated:${seed}:${index}","catalogNumber":"G-${index}",`;

  const recordAt = (index: number) =>
    `{"id":"${recordId(index)}","dataset_id":"${datasetId(index % DATASETS)}",${namesAt(index)}` +
    `${places[index % PLACES]}${tails[(index * 13) % TAILS]}`;

  /** The records of single datasets, one after another; only a question for all of them is quick. */
  function* indicesOf(keys: string[], first: number): Generator<number> {
    const wanted = new Set(keys.map(indexOf));
    for (let index = first; index < count; index += 1) {
      if (wanted.has(index % DATASETS)) yield index;
    }
  }

  function pageOf(keys: string[], first: number, size: number): string[] {
    const page: string[] = [];
    for (const index of indicesOf(keys, first)) {
      if (page.length >= size) break;
      page.push(recordAt(index));
    }
    return page;
  }

  const keysIn = (query: URLSearchParams) => query.get('datasetid')?.split(',');

  return {
    page({ query, after, size }) {
      const first = after === null ? 0 : indexOf(after) + 1;
      const keys = keysIn(query);
      if (keys) return pageOf(keys, first, size);
      const length = Math.max(0, Math.min(size, count - first));
      return Array.from({ length }, (_, offset) => recordAt(first + offset));
    },
    count(query) {
      const keys = keysIn(query);
      return keys ? [...indicesOf(keys, 0)].length : count;
    },
    find: (id) => (indexOf(id) < count ? recordAt(indexOf(id)) : null),
    datasets: () => Array.from({ length: DATASETS }, (_, index) => datasetOf(index)),
  };
}
