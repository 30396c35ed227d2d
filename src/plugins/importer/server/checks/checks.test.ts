import type { ProviderOccurrence } from '../domain/occurrence';
import { mapObisOccurrence } from '../sources/obis/map-occurrence';
import { interpret } from '.';
import { findRejections } from './storable';

const NOW_MS = Date.UTC(2025, 7, 31, 12);
const SOUND = {
  dataset_id: 'd',
  scientificName: 'Gadus morhua',
  aphiaID: 126436,
  marine: true,
  decimalLatitude: 60.5,
  decimalLongitude: 4.25,
  minimumDepthInMeters: 10,
  maximumDepthInMeters: 20,
};
const record = (fields: Record<string, unknown>): ProviderOccurrence =>
  mapObisOccurrence({ ...SOUND, ...fields }).record;
const flags = (fields: Record<string, unknown>) => interpret(record(fields), NOW_MS).flags;

it('find nothing wrong with a sound record', () => {
  expect(interpret(record({}), NOW_MS)).toMatchObject({
    flags: [],
    absence: false,
    dropped: false,
  });
  expect(findRejections(record({}))).toEqual([]);
});

describe('depth', () => {
  it.each([
    ['0 is the surface', { minimumDepthInMeters: 0, maximumDepthInMeters: 0 }, []],
    ['0 as text too', { minimumDepthInMeters: '0', maximumDepthInMeters: null }, []],
    ['none is missing', { minimumDepthInMeters: null, maximumDepthInMeters: '' }, ['NO_DEPTH']],
    [
      'text that is no number',
      { minimumDepthInMeters: 'deep', maximumDepthInMeters: 5 },
      ['DEPTH_NON_NUMERIC'],
    ],
    ['above the surface', { minimumDepthInMeters: -2 }, ['DEPTH_UNLIKELY']],
    [
      'deeper than any sea',
      { maximumDepthInMeters: 12_000 },
      ['DEPTH_OUT_OF_RANGE', 'DEPTH_UNLIKELY'],
    ],
    ['upside down', { minimumDepthInMeters: 30 }, ['MIN_DEPTH_EXCEEDS_MAX']],
    [
      'within tolerance of the sea floor',
      { maximumDepthInMeters: 140, minimumDepthInMeters: 140, bathymetry: 100 },
      [],
    ],
    [
      'below the sea floor',
      { maximumDepthInMeters: 170, minimumDepthInMeters: 170, bathymetry: 100 },
      ['DEPTH_EXCEEDS_BATH'],
    ],
    [
      'on a grid cell of land',
      { maximumDepthInMeters: 45, minimumDepthInMeters: 45, bathymetry: -10 },
      ['DEPTH_EXCEEDS_BATH'],
    ],
  ])('%s', (_name, fields, expected) => {
    expect(flags(fields)).toEqual(expected);
  });

  it('is taken from `depth` when no range is given', () => {
    expect(
      record({ minimumDepthInMeters: null, maximumDepthInMeters: null, depth: 7 }),
    ).toMatchObject({
      minimumDepthInMeters: 7,
      maximumDepthInMeters: 7,
    });
  });
});

describe('dates', () => {
  it.each([
    ['none is fine', {}, []],
    ['this year has begun', { eventDate: '2025' }, []],
    ['tomorrow somewhere is today here', { eventDate: '2025-09-01' }, []],
    ['the future', { eventDate: '2025-09-03' }, ['DATE_IN_FUTURE']],
    ['an interval into the future', { eventDate: '2025-01-01/2026-01-01' }, ['DATE_IN_FUTURE']],
    ['before the calendar', { eventDate: '1581-12-31' }, ['DATE_BEFORE_MIN']],
    ['no date at all', { eventDate: 'spring' }, ['RECORDED_DATE_INVALID']],
  ])('%s', (_name, fields, expected) => {
    expect(flags(fields)).toEqual(expected);
  });

  it('fall back to the parts, then to what the provider derived', () => {
    expect(interpret(record({ year: '1990', month: '2' }), NOW_MS)).toMatchObject({
      eventDatePrecision: 'month',
      eventDateStart: '1990-02-01T00:00:00.000Z',
    });
    const derived = { eventDate: 'spring 1990', date_start: 0, date_end: 86_400_000 * 90 };
    expect(interpret(record(derived), NOW_MS)).toMatchObject({ eventDatePrecision: 'interval' });
  });
});

describe('presence', () => {
  it.each([
    [{ individualCount: '0' }, true],
    [{ individualCount: 0 }, true],
    [{ occurrenceStatus: 'Absent' }, true],
    [{ absence: true }, true],
    [{ individualCount: '3', occurrenceStatus: 'present' }, false],
    [{ individualCount: '' }, false],
  ])('of %j is absence: %s', (fields, expected) => {
    expect(interpret(record(fields), NOW_MS).absence).toBe(expected);
  });
});

describe('taxonomy and place', () => {
  it.each([
    [{ aphiaID: null }, ['NO_MATCH'], true],
    [{ marine: false, brackish: false }, ['NOT_MARINE'], true],
    [{ marine: null }, ['MARINE_UNSURE'], false],
    [{ marine: false, brackish: true }, [], false],
    [{ decimalLatitude: 0, decimalLongitude: 0 }, ['ZERO_COORD'], true],
    [{ shoredistance: -1 }, ['ON_LAND'], false],
    [{ coordinateUncertaintyInMeters: 0 }, ['COORDINATE_UNCERTAINTY_METERS_INVALID'], false],
    [{ dropped: true }, [], true],
  ])('of %j: %j, dropped %s', (fields, expected, dropped) => {
    expect(interpret(record(fields), NOW_MS)).toMatchObject({ flags: expected, dropped });
  });
});

describe('flags of the provider', () => {
  it('stay where we cannot decide, and give way where we can', () => {
    const theirs = ['ON_LAND', 'NO_ACCEPTED_NAME', 'SOMETHING_NEW', 'NO_DEPTH'];
    expect(flags({ flags: theirs })).toEqual(['NO_ACCEPTED_NAME', 'ON_LAND', 'SOMETHING_NEW']);
    expect(flags({ flags: theirs, shoredistance: 50 })).toEqual([
      'NO_ACCEPTED_NAME',
      'SOMETHING_NEW',
    ]);
  });

  it('are no flags unless they are upper-case texts', () => {
    expect(flags({ flags: ['no_depth', 7, null] })).toEqual([]);
    expect(mapObisOccurrence({ ...SOUND, flags: ['no_depth', 'NEW_FLAG'] }).drift).toEqual([
      'flag:no_depth',
      'flag:NEW_FLAG',
    ]);
  });
});

describe('rejections', () => {
  it.each([
    [{ dataset_id: null }, ['NO_DATASET']],
    [{ dataset_id: 'd'.repeat(300) }, ['DATASET_TOO_LONG']],
    [{ scientificName: ' ' }, ['NO_NAME']],
    [{ decimalLatitude: null, decimalLongitude: '' }, ['NO_COORD']],
    [{ decimalLatitude: '60°N' }, ['NO_COORD', 'COORDINATE_INVALID']],
    [{ decimalLatitude: 90.1 }, ['NO_COORD', 'LAT_OUT_OF_RANGE']],
    [{ decimalLongitude: -180.1 }, ['NO_COORD', 'LON_OUT_OF_RANGE']],
    [{ decimalLatitude: -90, decimalLongitude: 180 }, []],
  ])('of %j are %j', (fields, expected) => {
    expect(findRejections(record(fields))).toEqual(expected);
  });

  it('do not include a name that only the provider published', () => {
    const unmatched = { scientificName: null, originalScientificName: 'Gadus sp. A' };
    expect(findRejections(record(unmatched))).toEqual([]);
    expect(record(unmatched).scientificName).toBe('Gadus sp. A');
  });
});
