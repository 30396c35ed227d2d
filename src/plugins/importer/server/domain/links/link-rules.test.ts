import { assignLinks, type LikePair } from './assign-links';
import { samenessOf } from './choose-canonical';
import { metersBetween } from './compare-places';
import { compareRecords } from './compare-records';
import { compareTimes } from './compare-times';
import { normalizeAddress, pairDatasets, type CrosswalkDataset } from './crosswalk';
import type { LinkRecord } from './link-record';

const record = (fields: Partial<LinkRecord> = {}): LinkRecord => ({
  id: 1,
  documentId: 'one',
  provider: 'obis',
  datasetKey: 'o',
  occurrenceID: null,
  institutionCode: null,
  collectionCode: null,
  catalogNumber: null,
  aphiaId: 126436,
  basisOfRecord: null,
  absence: false,
  dropped: false,
  lat: 50,
  lon: 3,
  uncertaintyMeters: null,
  minDepthMeters: null,
  maxDepthMeters: null,
  eventDate: '2020-06-01T12:00:30Z',
  firstDay: '2020-06-01',
  lastDay: '2020-06-01',
  precision: 'time',
  individualCount: null,
  sex: null,
  lifeStage: null,
  recordedBy: null,
  filledFields: 5,
  firstSeenAt: '2026-01-01T00:00:00.000',
  ...fields,
});
const inGbif = (fields: Partial<LinkRecord> = {}) =>
  record({ id: 2, documentId: 'two', provider: 'gbif', datasetKey: 'g', ...fields });

describe('when two records were made', () => {
  it.each([
    ['2020-06-01T12:00:30', 'same-clock'],
    ['2020-06-01T12:00', 'same-clock'],
    ['2020-06-01T12:00:31', 'apart'],
    ['2020-06-01T00:00:00', 'same-day'],
    ['2020-06-01', 'same-day'],
  ])('is compared by the clock there: %s is %s', (eventDate, relation) => {
    expect(compareTimes(record(), inGbif({ eventDate }))).toBe(relation);
  });

  it('is another day, an overlap or unknown', () => {
    const year = {
      eventDate: '2020',
      firstDay: '2020-01-01',
      lastDay: '2020-12-31',
      precision: 'year',
    };
    expect(compareTimes(record(), inGbif({ firstDay: '2020-06-02', lastDay: '2020-06-02' }))).toBe(
      'apart',
    );
    expect(compareTimes(record(), inGbif(year))).toBe('overlap');
    expect(compareTimes(record(), inGbif({ firstDay: null }))).toBe('unknown');
    expect(
      compareTimes(record(), inGbif({ ...year, firstDay: '2019-01-01', lastDay: '2019-12-31' })),
    ).toBe('apart');
  });
});

it('measures across the antimeridian and at the pole', () => {
  expect(
    metersBetween(record({ lat: 0, lon: 179.9995 }), inGbif({ lat: 0, lon: -179.9995 })),
  ).toBeCloseTo(111.2, 0);
  expect(metersBetween(record({ lat: 90, lon: 0 }), inGbif({ lat: 90, lon: 180 }))).toBeCloseTo(
    0,
    3,
  );
});

describe('how much speaks for two records being one', () => {
  const score = (one: Partial<LinkRecord>, other: Partial<LinkRecord>, isPaired = false) =>
    compareRecords(record(one), inGbif(other), isPaired)?.score ?? null;

  it('is the same whichever comes first', () => {
    const [one, other] = [record({ sex: 'F' }), inGbif({ sex: 'female', recordedBy: 'A' })];
    expect(compareRecords(one, other, true)).toEqual(compareRecords(other, one, true));
  });

  it('knows words that are written in several ways', () => {
    expect(score({ sex: 'F' }, { sex: 'FEMALE' })).not.toBeNull();
    expect(score({ sex: 'F' }, { sex: 'MALE' })).toBeNull();
    expect(score({ individualCount: '1' }, { individualCount: '1.0' })).not.toBeNull();
    expect(score({ individualCount: '1' }, { individualCount: '2' })).toBeNull();
  });

  it('takes ids at their word only in datasets that are the same', () => {
    const id = { occurrenceID: '17', eventDate: null, firstDay: null };
    expect(score(id, id, true)).toBeGreaterThanOrEqual(0.85);
    expect(score(id, id, false)).toBeNull();
    expect(score({ occurrenceID: '17' }, { occurrenceID: '18' }, true)).toBeNull();
    const moved = { occurrenceID: '17', lat: 51, firstDay: '2020-07-01', lastDay: '2020-07-01' };
    expect(score({ occurrenceID: '17' }, moved, true)).toBeLessThan(0.85);
  });

  it('never links other numbers of one collection', () => {
    const house = { institutionCode: 'BAS', collectionCode: 'Argos' };
    expect(score({ ...house, catalogNumber: '1' }, { ...house, catalogNumber: '2' })).toBeNull();
    expect(score({ ...house, catalogNumber: '1' }, { ...house, catalogNumber: '1' })).toBe(1);
  });
});

describe('who is linked with whom', () => {
  const pair = (oneId: number, otherId: number, score: number): LikePair => ({
    oneId,
    otherId,
    score,
    reason: 'evidence',
    evidence: [],
  });
  // Odd ids are of one provider, even ones of another.
  const assign = (pairs: LikePair[], taken: { oneId: number; otherId: number }[] = []) =>
    assignLinks(pairs, taken, (id) => (id % 2 ? 'obis' : 'gbif'))
      .map(({ oneId, otherId, state }) => `${oneId}-${otherId} ${state}`)
      .sort();

  it('is the likest first, each once, in whatever order the pairs come', () => {
    const pairs = [pair(1, 2, 1), pair(1, 4, 0.9), pair(3, 4, 0.9)];
    expect(assign(pairs)).toEqual(['1-2 automatic', '3-4 automatic']);
    expect(assign([...pairs].reverse())).toEqual(assign(pairs));
  });

  it('is undecided between equals, and in crowds', () => {
    expect(assign([pair(1, 2, 0.9), pair(1, 4, 0.9)])).toEqual(['1-2 waiting', '1-4 waiting']);
    expect(assign([2, 4, 6, 8].map((id) => pair(1, id, 0.9)))).toEqual([]);
    expect(assign([pair(1, 2, 0.7)])).toEqual(['1-2 waiting']);
    expect(assign([pair(1, 2, 0.5)])).toEqual([]);
  });

  it('respects what somebody decided', () => {
    expect(assign([pair(1, 2, 1), pair(3, 4, 1)], [{ oneId: 1, otherId: 4 }])).toEqual([]);
  });
});

describe('which record stands for the others', () => {
  const standsFor = (records: LinkRecord[], canonicalId: number | null = null) =>
    samenessOf(records, [{ oneId: 1, otherId: 2, canonicalId }]).find(
      ({ duplicateOf }) => duplicateOf === null,
    )?.id;

  it('is the one an editor chose, then one not dropped, then of OBIS, the more complete, the older', () => {
    expect(standsFor([record(), inGbif()], 2)).toBe(2);
    expect(standsFor([record({ dropped: true }), inGbif()])).toBe(2);
    expect(standsFor([record(), inGbif({ filledFields: 9 })])).toBe(1);
    const files = [record({ provider: 'csv' }), inGbif({ provider: 'dwca', filledFields: 9 })];
    expect(standsFor(files)).toBe(2);
    const old = inGbif({ provider: 'dwca', firstSeenAt: '2025-01-01T00:00:00.000' });
    expect(standsFor([record({ provider: 'csv' }), old])).toBe(2);
  });
});

describe('which datasets are the same', () => {
  const dataset = (
    provider: string,
    datasetKey: string,
    fields: Partial<CrosswalkDataset> = {},
  ) => ({
    provider,
    datasetKey,
    title: null,
    doi: null,
    addresses: [],
    ...fields,
  });
  const pairs = (...datasets: CrosswalkDataset[]) =>
    pairDatasets(datasets)
      .filter(({ provider }) => provider === 'obis')
      .map(({ datasetKey, otherKey, reason }) => `${datasetKey}=${otherKey} ${reason}`);

  it.each([
    [
      'http://ipt.vliz.be/eurobis/archive.do?r=Set&v=1.2',
      'https://ipt.vliz.be/eurobis/resource?r=set',
    ],
    ['HTTP://www.Example.org/data/', 'https://example.org/data'],
  ])('finds one address behind %s and %s', (one, other) => {
    expect(normalizeAddress(one)).toBe(normalizeAddress(other));
  });

  it.each(['https://www.example.org/', 'mailto:a@b', 'no address'])(
    'sees nothing in %s',
    (address) => {
      expect(normalizeAddress(address)).toBeNull();
    },
  );

  it('goes by a short title, or one with a remark, where GBIF says that OBIS has the dataset', () => {
    const ofObis = ['https://www.gbif.org/network/2b7c7b4f-4d4f-40d3-94de-c28b6fa054a6'];
    const ofOthers = ['https://www.gbif.org/network/17abcf75-2f1e-46dd-bf75-a5b21dd02655'];
    expect(
      pairs(
        dataset('obis', 'a', { title: 'Plankton' }),
        dataset('gbif', 'x', { title: 'Plankton', addresses: ofObis }),
        dataset('obis', 'b', { title: 'Birds at sea, 1970 to 1990' }),
        dataset('gbif', 'y', {
          title: 'Birds at Sea 1970 to 1990 (2018 version)',
          addresses: ofObis,
        }),
        dataset('obis', 'c', { title: 'Whales' }),
        dataset('gbif', 'z', { title: 'Whales', addresses: ofOthers }),
        dataset('obis', 'd', { title: 'Fish' }),
        dataset('gbif', 'v', { title: 'Fish', addresses: ofObis }),
        dataset('gbif', 'w', { title: 'Fish', addresses: ofObis }),
      ),
    ).toEqual(['a=x network', 'b=y network']);
  });

  it('does not take datasets for one because they are in one network', () => {
    const addresses = ['https://www.gbif.org/network/2b7c7b4f-4d4f-40d3-94de-c28b6fa054a6'];
    const one = dataset('obis', 'a', { addresses });
    expect(pairs(one, dataset('gbif', 'x', { addresses }))).toEqual([]);
  });

  it('goes by DOI, then by address, then by title', () => {
    const title = 'Zooplankton of the North Sea';
    expect(
      pairs(
        dataset('obis', 'a', { addresses: ['https://doi.org/10.5/A'], title }),
        dataset('gbif', 'x', { doi: '10.5/a' }),
        dataset('obis', 'b', { addresses: ['http://ipt.org/archive.do?r=b'] }),
        dataset('gbif', 'y', { addresses: ['https://ipt.org/resource?r=b'], title }),
        dataset('obis', 'c', { title: 'Zooplankton of the Baltic' }),
        dataset('gbif', 'z', { title: 'ZOOPLANKTON of the Baltic.' }),
      ),
    ).toEqual(['a=x doi', 'b=y address', 'c=z title']);
  });

  it('learns nothing from what several datasets of a provider share', () => {
    const title = 'Observations of marine mammals';
    expect(
      pairs(
        dataset('obis', 'a', { title }),
        dataset('obis', 'b', { title }),
        dataset('gbif', 'x', { title }),
      ),
    ).toEqual([]);
  });
});
