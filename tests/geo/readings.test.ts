import { startApp, type TestApp } from '../support/app';
import { insertEvent, makeSignedIn } from '../support/events';
import { createMapReader, type CountedFeatures } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('occurrences').delete();
  await app.db('events').delete();
});

const { place, send, get } = createMapReader(() => app);

describe('nearby', () => {
  it('gives the nearest first, over the antimeridian, in metres on the spheroid', async () => {
    const near = await place(-179.99, 0);
    const far = await place(179.8, 0);
    await place(0, 0);
    const body = await get<CountedFeatures>('occurrences/nearby?lon=180&lat=0&limit=2');
    expect(body).toMatchObject({ type: 'FeatureCollection', numberReturned: 2, limit: 2 });
    expect(body.features.map(({ id }) => id)).toEqual([near.id, far.id]);
    expect(body.features.map(({ properties }) => properties['distanceMeters'])).toEqual([
      1113.195, 22263.898,
    ]);
  });

  it('gives nothing beyond the radius and nothing that the filters leave out', async () => {
    await place(1, 1);
    await place(1, 1, { provider: 'other' });
    await place(1, 2);
    const about = 'occurrences/nearby?lon=1&lat=1&radiusMeters=1000';
    expect((await get<CountedFeatures>(about)).numberReturned).toBe(2);
    expect((await get<CountedFeatures>(`${about}&provider=other`)).numberReturned).toBe(1);
    expect(
      (await get<CountedFeatures>(`${about}&datetime=2020-01-01&dated=true`)).features,
    ).toEqual([]);
  });

  it('orders by the spheroid where the sphere is wrong', async () => {
    // From 45 north, a degree of the meridian is longer on the sphere's equatorward side.
    const north = await place(0, 46);
    const south = await place(0, 44.0000001);
    const { features } = await get<CountedFeatures>('occurrences/nearby?lon=0&lat=45');
    const distances = features.map(({ properties }) => Number(properties['distanceMeters']));
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(features.map(({ id }) => id)).toEqual([south.id, north.id]);
  });
});

describe('search', () => {
  const search = async (body: object) => {
    const answer = await fetch(`${app.url}/api/geo/occurrences/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };

  it('takes the parameters of the list as JSON, and goes on by cursor', async () => {
    const rows = [await place(1, 1), await place(1, 1), await place(2, 1)];
    await place(9, 9);
    const coordinates = [[[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]]]; // prettier-ignore
    const question = { within: { type: 'Polygon', coordinates }, bbox: [0, 0, 5, 5], limit: 2 };
    const first = await search(question);
    expect([first.status, first.body['numberReturned']]).toEqual([200, 2]);
    const second = await search({ ...question, cursor: first.body['nextCursor'] });
    expect(second.body['features']).toMatchObject([{ id: rows[2]?.id }]);
    expect(second.body['nextCursor']).toBeNull();
    const circle = { near: { lon: 1, lat: 1 }, radiusMeters: 10, dated: false, provider: ['test'] };
    expect((await search(circle)).body['numberReturned']).toBe(2);
  });

  it('takes a polygon longer than an address, and refuses too many positions at once', async () => {
    await place(0.5, 0.5);
    const ringOf = (vertices: number) => {
      const ring = Array.from({ length: vertices }, (_, n) => {
        const angle = (2 * Math.PI * n) / vertices;
        return [Math.cos(angle), Math.sin(angle)];
      });
      return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    };
    const found = await search({ within: ringOf(9999) });
    expect([found.status, found.body['numberReturned']]).toEqual([200, 1]);
    const started = performance.now();
    const refused = await search({ within: ringOf(10_001) });
    expect(performance.now() - started).toBeLessThan(500);
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/within/coordinates' }] },
    });
    expect((await search({ within: ringOf(200_000) })).status).toBe(413);
  });
});

describe('counts', () => {
  it('are exact and follow the filters', async () => {
    await place(1, 1);
    await place(20, 1);
    await place(1, 1, { dropped: true });
    await place(null, null);
    const count = async (query: string) =>
      (await get<{ data: { count: number } }>(`occurrences/count${query}`)).data.count;
    expect(await count('')).toBe(2);
    expect(await count('?bbox=0,0,2,2')).toBe(1);
    expect(await count('?dropped=only')).toBe(1);
    expect(await count('?dropped=include')).toBe(3);
  });

  it('by value give the most frequent first, those without a value, and elements of lists', async () => {
    await place(1, 1, { basis_of_record: 'HumanObservation', flags: '["ON_LAND","NO_DEPTH"]' });
    await place(1, 1, { basis_of_record: 'HumanObservation', flags: '["NO_DEPTH"]' });
    await place(1, 1, { flags: '[]' });
    expect(await get('occurrences/facets?by=basisOfRecord')).toEqual({
      data: [
        { value: 'HumanObservation', count: 2 },
        { value: null, count: 1 },
      ],
      meta: { by: 'basisOfRecord', limit: 100, hasMore: false },
    });
    expect(await get('occurrences/facets?by=flags&limit=1')).toEqual({
      data: [{ value: 'NO_DEPTH', count: 2 }],
      meta: { by: 'flags', limit: 1, hasMore: true },
    });
    for (const by of ['dataset', 'datasetKey']) {
      expect(await get(`occurrences/facets?by=${by}`)).toMatchObject({
        data: [{ count: 3 }],
        meta: { by },
      });
    }
    expect((await send('occurrences/facets?by=recordedBy')).status).toBe(400);
    expect((await send('occurrences/facets?by=constructor')).status).toBe(400);
    expect((await send('events/facets?by=title')).status).toBe(400);
  });
});

describe('events', () => {
  const at = { decimal_longitude: -9, decimal_latitude: 38 };

  it('show those that are published, have a place and are meant for the reader', async () => {
    const shown = await insertEvent(app, at);
    await insertEvent(app, { ...at, is_draft: true });
    await insertEvent(app, { ...at, is_online: true });
    await insertEvent(app, {});
    const forMentors = await insertEvent(app, { ...at, audience: '["mentor"]' });
    const ids = async (headers: Record<string, string>) => {
      const answer = await fetch(`${app.url}/api/geo/events?bbox=-10,37,-8,39`, { headers });
      return ((await answer.json()) as CountedFeatures).features.map(({ id }) => id);
    };
    expect(await ids({})).toEqual([shown]);
    const mentor = await makeSignedIn(app, { role: 'mentor' });
    expect(await ids(mentor.headers)).toEqual([shown, forMentors]);
    const { data } = await get<{ data: { count: number } }>('events/count');
    expect(data.count).toBe(1);
    expect((await send('events/tiles/7/60/49.mvt')).status).toBe(200);
  });

  it('answer when they are, by their start and end', async () => {
    const day = (text: string) => new Date(`${text}T12:00:00Z`);
    await insertEvent(app, { ...at, starts_at: day('2030-05-01'), ends_at: day('2030-05-03') });
    await insertEvent(app, { ...at, starts_at: day('2030-06-01') });
    const count = async (datetime: string) =>
      (await get<{ data: { count: number } }>(`events/count?datetime=${datetime}`)).data.count;
    expect(await count('2030-05-02')).toBe(1);
    expect(await count('2030-05-04/..')).toBe(1);
    expect(await count('../2030-05-01')).toBe(1);
    expect(await count('2030-05-01/2030-06-01')).toBe(2);
    expect(await count('2030-05-03T12:00:01Z/2030-05-31')).toBe(0);
  });
});
