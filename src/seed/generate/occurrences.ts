import { createHash } from 'node:crypto';
import { SPECIES } from '../catalogue/species';
import type { Species } from '../catalogue/species-table';
import { DEMO_DATASET_KEY, DEMO_LICENSE, DEMO_PROVIDER, DEMO_SEEN_AT } from './demo-dataset';
import { makeEventDate } from './event-dates';
import * as measure from './measurements';
import { createPlaceFinder, type Place } from './places';
import { createRandom, pick, type Random } from '../../lib/random';

export const DEMO_OCCURRENCES = 20_000;
const SEED = 20_261_001;
const CELL_METERS = 27_800;
const OBSERVERS = ['Invented survey A', 'Invented survey B', 'Invented divers', 'Invented ferry'];

/** One record, named as in the content type; times as ISO text. */
export type DemoOccurrence = ReturnType<typeof makeOccurrence>;

/** How many records each species gets: by its weight, adding up to the total exactly. */
export function shareOut(total: number, species: readonly Species[]): number[] {
  const sum = species.reduce((all, { weight }) => all + weight, 0);
  const counts = species.map(({ weight }) => Math.floor((total * weight) / sum));
  let left = total - counts.reduce((all, count) => all + count, 0);
  for (let i = 0; left > 0; i = (i + 1) % counts.length, left--) counts[i] = (counts[i] ?? 0) + 1;
  return counts;
}

/** What the checks of an import would say, with a few records of each fate among them. */
function judge(random: Random, depthMeters: number | null, bathymetryInMeters: number) {
  const fate = random();
  const noPosition = fate < 0.003;
  const zeroPosition = !noPosition && fate < 0.004;
  const flags: string[] = [];
  if (noPosition) flags.push('NO_COORD');
  if (zeroPosition) flags.push('ZERO_COORD');
  if (depthMeters === null) flags.push('NO_DEPTH');
  else if (depthMeters > bathymetryInMeters * 1.1 + 50) flags.push('DEPTH_EXCEEDS_BATH');
  return { flags, noPosition, zeroPosition, absence: fate > 0.988 };
}

function makeOccurrence(random: Random, species: Species, place: Place, number: number) {
  const { position, region, stepsFromLand } = place;
  const deepest = measure.deepestAt(stepsFromLand);
  const depth = measure.makeDepth(random, species, deepest);
  // Now and then a chart says less water than the record does.
  const bathymetryInMeters = Math.round(deepest * (random() < 0.01 ? 0.1 : 0.8 + 0.2 * random()));
  const verdict = judge(random, depth.maximumDepthInMeters, bathymetryInMeters);
  const { decimals, coordinateUncertaintyInMeters } = measure.makeCoordinatePrecision(random);
  const written = (degrees: number) =>
    verdict.noPosition ? null : verdict.zeroPosition ? 0 : Number(degrees.toFixed(decimals));
  const basisOfRecord = measure.makeBasisOfRecord(random, species.group);
  const count = measure.makeIndividualCount(random, species.group, basisOfRecord);
  const catalogNumber = `D${String(number).padStart(6, '0')}`;
  const occurrenceID = `urn:shoal:demo:${catalogNumber}`;
  const content = {
    occurrenceID,
    institutionCode: 'SHOAL-DEMO',
    collectionCode: species.group,
    catalogNumber,
    scientificName: species.scientificName,
    verbatimScientificName: species.scientificName,
    aphiaId: species.aphiaId,
    matchedAphiaId: species.aphiaId,
    basisOfRecord,
    occurrenceStatus: verdict.absence ? 'absent' : 'present',
    decimalLatitude: written(position.lat),
    decimalLongitude: written(position.lon),
    coordinateUncertaintyInMeters,
    locality: `Demonstration, somewhere in: ${region.replaceAll('-', ' ')}`,
    ...depth,
    bathymetryInMeters,
    shoreDistanceInMeters: Math.round((stepsFromLand - 0.5 + random() / 2) * CELL_METERS),
    ...makeEventDate(random, position.lat),
    individualCount: verdict.absence ? '0' : count,
    ...measure.makeSexAndLifeStage(random, species.group),
    recordedBy: pick(random, OBSERVERS),
    license: DEMO_LICENSE,
    flags: verdict.flags,
    absence: verdict.absence,
    dropped: verdict.noPosition || verdict.zeroPosition,
  };
  return {
    provider: DEMO_PROVIDER,
    datasetKey: DEMO_DATASET_KEY,
    recordKey: occurrenceID,
    providerRecordId: catalogNumber,
    ...content,
    firstSeenAt: DEMO_SEEN_AT,
    lastSeenAt: DEMO_SEEN_AT,
    raw: { demonstration: true, occurrenceID },
    contentHash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
  };
}

/**
 * All demonstration records, the same every time. Each species has a random source of its own, so
 * that a change to one leaves the others' places alone.
 */
export function makeOccurrences(total: number = DEMO_OCCURRENCES): DemoOccurrence[] {
  const records: DemoOccurrence[] = [];
  shareOut(total, SPECIES).forEach((count, index) => {
    const species = SPECIES[index];
    if (!species) return;
    const random = createRandom(SEED + species.aphiaId);
    const findPlace = createPlaceFinder(species, random);
    for (let made = 0; made < count; made++) {
      records.push(makeOccurrence(random, species, findPlace(), records.length + 1));
    }
  });
  return records;
}
