import type { Knex } from 'knex';
import { startApp, type TestApp } from '../support/app';
import {
  createMapReader,
  nextOf,
  positionsOf,
  type FeatureCollection,
} from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => app.db('occurrences').delete());

const { ask, read, place } = createMapReader(() => app);

/** Every page from the first to the last; `between` runs after each. */
async function walk(
  query: string,
  between: (page: FeatureCollection) => Promise<unknown>,
): Promise<FeatureCollection[]> {
  const pages: FeatureCollection[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const page = await read(next);
    pages.push(page);
    await between(page);
    next = nextOf(page);
  }
  return pages;
}

describe('a page of features', () => {
  it('is GeoJSON with row ids, public properties and the document id', async () => {
    const row = await place(-9.123456789, 38.7, {
      scientific_name: 'Say "fish" \\ {"type":1}',
      minimum_depth_in_meters: 0,
      flags: JSON.stringify(['ON_LAND']),
      raw: JSON.stringify({ secret: true }),
      content_hash: 'hidden',
    });
    const answer = await ask('?bbox=-10,35,5,45');
    expect(answer.headers.get('content-type')).toBe('application/geo+json');
    const body = (await answer.json()) as FeatureCollection;
    expect(body).toMatchObject({ type: 'FeatureCollection', numberReturned: 1, limit: 100 });
    expect(body.features).toHaveLength(1);
    const [feature] = body.features;
    expect(feature).toMatchObject({
      type: 'Feature',
      id: row.id,
      geometry: { type: 'Point', coordinates: [-9.123456789, 38.7] },
      properties: {
        documentId: row.document_id,
        scientificName: 'Say "fish" \\ {"type":1}',
        minimumDepthInMeters: 0,
        maximumDepthInMeters: null,
        flags: ['ON_LAND'],
      },
    });
    expect(Object.keys(feature?.properties ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(raw|contentHash|recordKey)$/)]),
    );
  });

  it('claims no total and links to itself in one spelling', async () => {
    const body = await read('?limit=7&bbox=-10.0,35,5,4.5e1');
    expect(body).not.toHaveProperty('numberMatched');
    expect(body).toMatchObject({ features: [], numberReturned: 0 });
    expect(body.links).toEqual([
      {
        rel: 'self',
        type: 'application/geo+json',
        href: expect.stringMatching(/^http.*\/api\/geo\/occurrences\?bbox=-10,35,5,45&limit=7$/),
      },
    ]);
  });

  it('is the same, headers included, whether or not the request takes the short way', async () => {
    await place(1, 1);
    const [short, long] = await Promise.all([ask('?bbox=0,0,2,2'), ask('?bbox=0,0,2,2', 'stack')]);
    expect(await short.text()).toBe(await long.text());
    const headersOf = ({ headers }: Response) =>
      [...headers].filter(([name]) => !['date', 'x-request-id', 'etag'].includes(name));
    expect(headersOf(short)).toEqual(headersOf(long));
    expect(short.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the box', () => {
  it('includes its edges and nothing a hair outside them', async () => {
    await place(10, 50);
    await place(11, 51);
    await place(10.00000001, 51.00000001);
    await place(9.99999999, 50.5);
    expect(positionsOf(await read('?bbox=10,50,11,51'))).toEqual([
      [10, 50],
      [11, 51],
    ]);
    expect(positionsOf(await read('?bbox=10,50,10,50'))).toEqual([[10, 50]]);
  });

  it('crosses the antimeridian when west is greater than east', async () => {
    for (const lon of [170, 179.9, 180, -180, -179.9, -170, 0]) await place(lon, 5);
    const positions = positionsOf(await read('?bbox=175,0,-175,10'));
    expect(positions.map(([lon]) => lon)).toEqual([179.9, 180, -180, -179.9]);
  });

  it('may be wide, the whole world, or absent', async () => {
    for (const lon of [-180, -60, 0, 60, 180]) await place(lon, lon / 2);
    expect(positionsOf(await read('?bbox=-100,-90,100,90'))).toHaveLength(3);
    expect(positionsOf(await read('?bbox=-180,-90,180,90'))).toHaveLength(5);
    expect(positionsOf(await read('?bbox=1,-90,-1,90'))).toHaveLength(4);
    expect(positionsOf(await read(''))).toHaveLength(5);
  });

  it('never shows a row without a position on Earth, and such a row can be stored', async () => {
    await place(null, null);
    await place(null, 10);
    await place(200, 10);
    await place(10, -90.5);
    await place(NaN, 10);
    await place(Infinity, 10);
    expect((await read('')).numberReturned).toBe(0);
    expect((await read('?bbox=-180,-90,180,89')).numberReturned).toBe(0);
    await app.db('occurrences').update({ decimal_longitude: 20, decimal_latitude: 20 });
    expect((await read('?bbox=19,19,21,21')).numberReturned).toBe(6);
  });

  it('never shows an absence, a dropped, a withdrawn or a hidden row, whatever the box', async () => {
    const shown = await place(1, 1);
    await place(1, 1, { absence: true });
    await place(1, 1, { dropped: true });
    await place(1, 1, { withdrawn_at: new Date('2026-01-01') });
    await place(1, 1, { hidden_at: new Date('2026-01-01') });
    for (const query of ['', '?bbox=0,0,2,2', '?bbox=-90,-45,90,45', '?bbox=170,-90,2,90']) {
      const { features } = await read(query);
      expect([query, features.map(({ id }) => id)]).toEqual([query, [shown.id]]);
    }
  });
});

describe('paging', () => {
  const BOXES = { small: 'bbox=0,0,2,2&', wide: 'bbox=-90,-45,90,45&', none: '' };

  it.each(Object.entries(BOXES))(
    'shows each row once in a %s box, with rows put in between and many at one place',
    async (_kind, box) => {
      const expected: number[] = [];
      for (let n = 0; n < 23; n += 1) expected.push((await place(1, 1)).id);
      const pages = await walk(`?${box}limit=5`, async ({ features }) => {
        const last = features.at(-1)?.id ?? 0;
        if (last <= (expected[10] ?? 0)) expected.push((await place(1, 1)).id);
      });
      const seen = pages.flatMap(({ features }) => features.map(({ id }) => id));
      expect(seen).toEqual(expected);
      expect(pages.slice(0, -1).every(({ numberReturned }) => numberReturned === 5)).toBe(true);
    },
  );

  it('has no next page when the last one is exactly full', async () => {
    await place(1, 1);
    await place(1, 1);
    expect(nextOf(await read('?bbox=0,0,2,2&limit=2'))).toBeUndefined();
    expect(nextOf(await read('?bbox=0,0,2,2&limit=1'))).toMatch(/[?&]cursor=/);
  });

  it('takes a limit over the maximum as the maximum and says so', async () => {
    for (const limit of ['10001', '99999999999999999999999999']) {
      const body = await read(`?limit=${limit}`);
      expect(body.limit).toBe(10_000);
      expect(body.links[0]?.href).toContain('limit=10000');
    }
  });

  it('lets the limit change on the way', async () => {
    for (let n = 0; n < 6; n += 1) await place(1, 1);
    const next = nextOf(await read('?bbox=0,0,2,2&limit=2')) ?? '';
    expect((await read(next.replace('limit=2', 'limit=3'))).numberReturned).toBe(3);
  });
});

/** Rows in number: enough that gathering and walking both give up. */
async function insertMany(db: Knex, rows: number, lon: number, lat: number): Promise<void> {
  await db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                              decimal_longitude, decimal_latitude, absence, dropped)
     select md5(cast(n + :lon as text)), 'test', 'many', 'many:' || :lon || ':' || n, 'Mola mola',
            :lon, :lat, false, false
       from generate_series(1, cast(:rows as integer)) n`,
    { rows, lon, lat },
  );
}

it('finds the page of a crowded box that lies far behind other rows', async () => {
  await insertMany(app.db, 21_000, -100, 10);
  await insertMany(app.db, 21_000, 1, 1);
  const [{ first }] = (await app
    .db('occurrences')
    .where('decimal_longitude', 1)
    .min('id as first')) as [{ first: number }];
  for (const box of ['0,0,2,2', '-45,-45,90,45']) {
    const page = await read(`?bbox=${box}&limit=3`);
    expect(page.features.map(({ id }) => id)).toEqual([first, first + 1, first + 2]);
    const { features } = await read(nextOf(page) ?? '');
    expect(features.map(({ id }) => id)).toEqual([first + 3, first + 4, first + 5]);
  }
  expect((await read('?bbox=0,0,2,2&limit=10000')).numberReturned).toBe(10_000);
});
