import { SPECIES } from '../catalogue/species';
import { DEMO_OCCURRENCES, makeOccurrences, shareOut } from './occurrences';
import { stepsFromLand } from './sea';

const records = makeOccurrences();
const placed = records.flatMap(({ decimalLongitude: lon, decimalLatitude: lat }) =>
  lon === null || lat === null ? [] : [{ lon, lat }],
);

const within = (west: number, south: number, east: number, north: number) =>
  placed.filter(({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north);

describe('the demonstration records', () => {
  it('are the same every time', () => {
    const hashes = (made: typeof records) => made.map(({ contentHash }) => contentHash);
    expect(hashes(makeOccurrences())).toEqual(hashes(records));
  });

  it('are as many as promised, each with a key of its own', () => {
    expect(records).toHaveLength(DEMO_OCCURRENCES);
    expect(new Set(records.map(({ recordKey }) => recordKey)).size).toBe(DEMO_OCCURRENCES);
  });

  it('lie at sea, as written down', () => {
    expect(placed.filter((position) => stepsFromLand(position) === 0)).toEqual([]);
  });

  it('show every species at least 30 times', () => {
    const counts = new Map<number, number>();
    for (const { aphiaId } of records) counts.set(aphiaId, (counts.get(aphiaId) ?? 0) + 1);
    expect(counts.size).toBe(SPECIES.length);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(30);
  });

  it.each([
    ['Iberia, Biscay and the western Mediterranean', [-10, 35, 5, 45], 500],
    ['the North Sea', [-3, 51, 9, 60], 300],
    ['the Caribbean', [-89, 9, -59, 23], 300],
    ['the Great Barrier Reef', [142, -25, 154, -10], 150],
    ['California', [-127, 30, -116, 42], 150],
    ['Japan', [127, 29, 147, 46], 150],
    ['the Red Sea', [32, 12, 44, 30], 80],
    ['the Antarctic Peninsula', [-75, -70, -45, -58], 80],
  ] as const)(
    'are many enough to look at around %s',
    (_name, [west, south, east, north], atLeast) => {
      expect(within(west, south, east, north).length).toBeGreaterThan(atLeast);
    },
  );

  it('have depths that fit the species', () => {
    const species = new Map(SPECIES.map((entry) => [entry.aphiaId, entry]));
    const unfit = records.filter((record) => {
      const { minimumDepthInMeters: minimum, maximumDepthInMeters: maximum } = record;
      if (minimum === null || maximum === null) return !record.flags.includes('NO_DEPTH');
      const range = species.get(record.aphiaId)?.depthRangeMeters;
      return !range || minimum < range[0] || maximum < minimum || maximum > range[1];
    });
    expect(unfit).toEqual([]);
  });

  it('hold a few that the public does not see, so that filters have something to show', () => {
    const absent = records.filter(({ absence }) => absence);
    const dropped = records.filter((record) => record.dropped);
    expect(absent.length).toBeGreaterThan(100);
    expect(absent.every((record) => record.occurrenceStatus === 'absent')).toBe(true);
    expect(dropped.length).toBeGreaterThan(20);
    for (const { flags } of dropped) {
      expect(flags.some((flag) => flag === 'NO_COORD' || flag === 'ZERO_COORD')).toBe(true);
    }
  });

  it('say in every row that they are a demonstration', () => {
    const silent = records.filter(
      ({ provider, institutionCode, locality }) =>
        provider !== 'demo' ||
        institutionCode !== 'SHOAL-DEMO' ||
        !locality.startsWith('Demonstration'),
    );
    expect(silent).toEqual([]);
  });
});

it('shares out a total by weight without losing a record', () => {
  const counts = shareOut(1003, SPECIES);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1003);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});
