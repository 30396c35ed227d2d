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
 * Unlimited records by seed: every page is the same whenever it is asked for. A record costs one
 * joining of strings, so that the server is not what a bench measures.
 */
export function generateObisRecords({ count, seed }: { count: number; seed: number }): ObisRecords {
  const random = createRandom(seed);
  const tails = Array.from({ length: TAILS }, () => tailOf(random));
  const lons = Array.from({ length: TAILS }, () => (random() * 360 - 180).toFixed(5));
  const lats = Array.from({ length: TAILS }, () => (random() * 160 - 80).toFixed(5));

  /** Now and then a track: no occurrenceID, and a catalogue number that ten records share. */
  const namesAt = (index: number) =>
    index % 25 === 0
      ? `"catalogNumber":"T-${Math.floor(index / 2000)}",`
      : `"occurrenceID":"generated:${seed}:${index}","catalogNumber":"G-${index}",`;

  const recordAt = (index: number) =>
    `{"id":"${recordId(index)}","dataset_id":"${datasetId(index % DATASETS)}",${namesAt(index)}` +
    `"decimalLongitude":${lons[index % TAILS]},"decimalLatitude":${lats[(index * 7) % TAILS]},` +
    tails[(index * 13) % TAILS];

  return {
    page({ after, size }) {
      const first = after === null ? 0 : indexOf(after) + 1;
      const length = Math.max(0, Math.min(size, count - first));
      return Array.from({ length }, (_, offset) => recordAt(first + offset));
    },
    count: () => count,
    find: (id) => (indexOf(id) < count ? recordAt(indexOf(id)) : null),
    datasets: () => Array.from({ length: DATASETS }, (_, index) => datasetOf(index)),
  };
}
