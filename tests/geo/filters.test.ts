import type { Knex } from 'knex';
import { startApp, type TestApp } from '../support/app';
import { makeSignedIn } from '../support/events';
import { createMapReader, type CountedFeatures } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('occurrences').delete();
  await app.db('taxa').delete();
});

const { place, get } = createMapReader(() => app);
const here = (columns: Record<string, unknown>) => place(1, 1, columns);

/** How many features pass, by the count, which must agree with list, facets, grid and nearest. */
async function passing(query: string): Promise<number> {
  const of = (path: string) => get<CountedFeatures>(`occurrences${path}${query}`);
  const { data } = await get<{ data: { count: number } }>(`occurrences/count?${query}`);
  const listed = await of('?');
  const nearest = await of('/nearby?lon=0&lat=0&');
  const cells = await of('/grid?zoom=3&shape=hex&');
  const clusters = await of('/clusters?zoom=3&');
  const facets = await get<{ data: { count: number }[] }>(
    `occurrences/facets?by=provider&${query}`,
  );
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  const inside = ({ features }: CountedFeatures) =>
    sum(features.map(({ properties }) => Number(properties['count'])));
  expect([
    listed.numberReturned,
    nearest.numberReturned,
    inside(cells),
    inside(clusters),
    sum(facets.data.map(({ count }) => count)),
  ]).toEqual(Array.from({ length: 5 }, () => data.count));
  return data.count;
}

describe('states', () => {
  const MOMENT = new Date('2026-01-01');
  beforeEach(async () => {
    await here({});
    await here({ absence: true });
    await here({ dropped: true });
    await here({ dropped: true, absence: true });
    await here({ withdrawn_at: MOMENT });
    await here({ hidden_at: MOMENT });
  });

  it.each([
    ['', 1],
    ['absence=exclude', 1],
    ['absence=include', 2],
    ['absence=only', 1],
    ['dropped=only', 1],
    ['dropped=only&absence=include', 2],
    ['dropped=include&absence=include&withdrawn=include', 5],
    ['withdrawn=only', 1],
    ['duplicates=include', 1],
    ['duplicates=only', 0],
    ['hidden=include', 1],
    ['hidden=only', 0],
  ])('%s shows %d to anybody', async (query, count) => {
    expect(await passing(query)).toBe(count);
  });

  it('show hidden records to administrators alone, and to them when they ask', async () => {
    const count = async (role: string, query: string) => {
      const { headers } = await makeSignedIn(app, { role });
      const answer = await fetch(`${app.url}/api/geo/occurrences/count?${query}`, { headers });
      return ((await answer.json()) as { data: { count: number } }).data.count;
    };
    expect(await count('mentor', 'hidden=include')).toBe(1);
    expect(await count('admin', '')).toBe(1);
    expect(await count('admin', 'hidden=include')).toBe(2);
    expect(await count('admin', 'hidden=only')).toBe(1);
  });
});

describe('time', () => {
  const day = (text: string, hour: string) => new Date(`${text}T${hour}Z`);
  beforeEach(async () => {
    await here({});
    const [start, end] = [day('2020-02-29', '00:00:00'), day('2020-02-29', '23:59:59.999')];
    await here({ event_date_start: start, event_date_end: end });
    await here({ event_date_start: day('2021-01-01', '00:00:00'), event_date_end: null });
    await here({
      event_date_start: day('1999-01-01', '00:00:00'),
      event_date_end: day('1999-12-31', '23:59:59.999'),
    });
  });

  it.each([
    ['datetime=2020-02-29', 2],
    ['datetime=2020-02-29&dated=true', 1],
    ['datetime=2020-02-29T12:00:00Z&dated=true', 1],
    ['datetime=2020-03-01T01:00:00%2B02:00&dated=true', 1],
    ['datetime=2020-03-01&dated=true', 0],
    ['datetime=2020-01-01/..&dated=true', 2],
    ['datetime=2020-01-01/&dated=true', 2],
    ['datetime=../1999-01-01&dated=true', 1],
    ['datetime=/1998-12-31&dated=true', 0],
    ['datetime=1999-06-01T00:00:00Z/2020-02-29T00:00:00Z&dated=true', 2],
    ['datetime=../..', 4],
    ['dated=true', 3],
    ['dated=false', 4],
  ])('%s shows %d', async (query, count) => {
    expect(await passing(query)).toBe(count);
  });
});

describe('attributes', () => {
  beforeEach(async () => {
    await here({ provider: 'obis', dataset_key: 'a', basis_of_record: 'HumanObservation' });
    await here({ provider: 'gbif', dataset_key: 'b', license: 'CC0', flags: '["ON_LAND"]' });
    await here({ provider: 'gbif', minimum_depth_in_meters: 10, maximum_depth_in_meters: 20 });
    await here({ minimum_depth_in_meters: 5, flags: '["ON_LAND","NO_DATE"]' });
    await here({ scientific_name: "O'Mola 100%", flags: '[]' });
  });

  it.each([
    ['provider=obis', 1],
    ['provider=obis,gbif', 3],
    ['provider=OBIS', 0],
    ['dataset=a,b&provider=gbif', 1],
    ['basisOfRecord=HumanObservation', 1],
    ['license=CC0', 1],
    ["scientificName=O'Mola 100%25", 1],
    ['scientificName=%25', 0],
    ['scientificName=Mola mola', 4],
    ['flags=ON_LAND', 2],
    ['flags=ON_LAND,NO_DATE', 2],
    ['flags=NO_DATE&excludeFlags=ON_LAND', 0],
    ['excludeFlags=ON_LAND', 3],
    ['depth=0,7', 1],
    ['depth=15,16', 1],
    ['depth=5,10', 2],
    ['depth=,4.9', 0],
    ['depth=20.5,', 0],
    ['depth=0,', 2],
  ])('%s shows %d', async (query, count) => {
    expect(await passing(query)).toBe(count);
  });
});

describe('taxa', () => {
  const taxon = (db: Knex, aphiaId: number, name: string, rank: string, more: object = {}) =>
    db('taxa').insert({
      document_id: `t${String(aphiaId).padStart(23, '0')}`,
      aphia_id: aphiaId,
      accepted_aphia_id: aphiaId,
      scientific_name: name,
      taxon_rank: rank,
      kingdom: 'Animalia',
      ...more,
    });

  beforeEach(async () => {
    const dolphins = { family: 'Delphinidae' };
    const delphinus = { ...dolphins, genus: 'Delphinus' };
    await taxon(app.db, 1, 'Delphinidae', 'Family', dolphins);
    await taxon(app.db, 2, 'Delphinus', 'Genus', delphinus);
    await taxon(app.db, 3, 'Delphinus delphis', 'Species', delphinus);
    await taxon(app.db, 4, 'Delphinus delphis bairdii', 'Subspecies', delphinus);
    await taxon(app.db, 5, 'Tursiops', 'Genus', { ...dolphins, genus: 'Tursiops' });
    // A synonym keeps the genus that it was described in.
    const old = { accepted_aphia_id: 3, family: 'Phocoenidae', genus: 'Phocoena' };
    await taxon(app.db, 6, 'Phocoena delphis', 'Species', old);
    // A plant of the same name is no dolphin.
    await taxon(app.db, 7, 'Planta', 'Species', { kingdom: 'Plantae', genus: 'Delphinus' });
    // A rank without a column of its own: only the path of the classification knows what is below.
    await taxon(app.db, 20, 'Odontoceti', 'Infraorder', { classification_path: '10/20/' });
    await taxon(app.db, 21, 'Inia', 'Genus', { classification_path: '10/20/21/', genus: 'Inia' });
    await taxon(app.db, 22, 'Balaena', 'Genus', { classification_path: '10/200/22/' });
    for (const aphiaId of [20, 21, 22]) await here({ aphia_id: aphiaId });
    for (let aphiaId = 1; aphiaId <= 8; aphiaId += 1) await here({ aphia_id: aphiaId });
    await here({ aphia_id: null });
  });

  it.each([
    ['3', 3, 'the species, its subspecies and its synonym'],
    ['6', 3, 'the same by the synonym'],
    ['2', 4, 'the genus, not the plant'],
    ['1', 6, 'the family'],
    ['5', 1, 'a genus without anything below'],
    ['4,5', 2, 'two taxa'],
    ['8', 1, 'a taxon whose name has not been fetched'],
    ['20', 2, 'an infraorder and what is below it, by its path'],
    ['99', 0, 'nothing'],
  ])('taxon=%s shows %d: %s', async (aphiaId, count) => {
    expect(await passing(`taxon=${aphiaId}`)).toBe(count);
  });
});
