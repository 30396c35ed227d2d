import { insertOccurrence } from '../support/factories';
import { hrefOf, startOgcRig, type OgcAnswer, type OgcLink, type OgcRig } from '../support/ogc-rig';

/*
 * The abstract tests of OGC API Features, Part 1 (17-069r4, annex A), about features, in our own words:
 * classes core and geojson. Each is named by its requirement.
 */
let rig: OgcRig;
const ids: Record<string, number> = {};
const PLACES: Record<string, [lon: number, lat: number, day?: string]> = {
  europe: [10, 50, '2020-06-15'],
  africa: [-1, 51, '2021-01-01'],
  america: [-75, 0, '2019-12-31'],
  fiji: [179.5, 66, '2020-06-15'],
  alaska: [-179.5, 66],
  east: [180, 67],
  north: [0, 90, '2022-01-01'],
  south: [0, -90],
};
beforeAll(async () => {
  rig = await startOgcRig();
  for (const [name, [lon, lat, day]] of Object.entries(PLACES)) {
    const moment = day === undefined ? null : `${day} 12:00:00`;
    const { id } = await insertOccurrence(rig.app.db, {
      decimal_longitude: lon,
      decimal_latitude: lat,
      event_date: day ?? null,
      event_date_start: moment,
      event_date_end: moment,
      basis_of_record: name,
    });
    ids[name] = id;
  }
  await insertOccurrence(rig.app.db, { decimal_longitude: null, decimal_latitude: null });
  await insertOccurrence(rig.app.db, { dropped: true });
});
afterAll(() => rig.stop());

const ITEMS = '/collections/occurrences/items';
const get = (address: string, init?: RequestInit): Promise<OgcAnswer> => rig.ask(address, init);
const linksOf = ({ body }: OgcAnswer) => (body as { links: OgcLink[] }).links;
const namesOf = ({ body }: OgcAnswer) => {
  const { features } = body as { features: { properties: { basisOfRecord: string } }[] };
  return features.map(({ properties }) => properties.basisOfRecord).sort();
};
const all = Object.keys(PLACES).sort();

describe('core: features', () => {
  it('fc-op, fc-response, fc-timeStamp, fc-numberReturned: is a page of features and says of how many', async () => {
    const answer = await get(`${ITEMS}?limit=3`);
    expect([answer.status, answer.type]).toEqual([200, 'application/geo+json']);
    expect(answer.body).toMatchObject({ type: 'FeatureCollection', numberReturned: 3 });
    expect(answer.body.features).toHaveLength(3);
    expect(Math.abs(Date.parse(String(answer.body.timeStamp)) - Date.now())).toBeLessThan(60_000);
  });

  it('fc-links, fc-rel-type: links to itself and to the next page, by type, in the header too', async () => {
    const answer = await get(`${ITEMS}?limit=3`);
    for (const link of linksOf(answer)) expect(link.type).toMatch(/\+?json$/);
    const [self, next] = ['self', 'next'].map((rel) => hrefOf(linksOf(answer), rel) ?? '');
    expect(self).toBe(`${rig.root}${ITEMS}?limit=3`);
    expect((await get(self ?? '')).body.features).toEqual(answer.body.features);
    expect(answer.headers.get('link')).toContain(
      `<${next}>; rel="next"; type="application/geo+json"`,
    );
  });

  it('fc-numberMatched: is what all pages hold together, where it is said', async () => {
    for (const query of ['', '?bbox=-180,60,180,90', '?datetime=2020-06-15', '?limit=3']) {
      const { numberMatched } = (await get(`${ITEMS}${query}`)).body;
      const between = query ? '&' : '?';
      const walked = await rig.walk(
        `${ITEMS}${query}${query.includes('limit') ? '' : `${between}limit=2`}`,
      );
      expect([query, walked.length, new Set(walked).size]).toEqual([
        query,
        numberMatched,
        numberMatched,
      ]);
    }
    expect((await get(`${ITEMS}?limit=1`)).body.numberMatched).toBe(8);
  });

  it.each([
    ['-1.5,50,1.5,53', ['africa']],
    ['-80,-5,-70,5', ['america']],
    ['177,65,-177,70', ['alaska', 'east', 'fiji']],
    ['-180,85,180,90', ['north']],
    ['-180,-90,180,-85', ['south']],
    ['177,65,-10,-177,70,1000', ['alaska', 'east', 'fiji']],
    ['-180,-90,180,90', all],
    ['30,30,40,40', []],
  ])('fc-bbox-response: %s gives %j', async (bbox, names) => {
    const answer = await get(`${ITEMS}?bbox=${bbox}`);
    expect(namesOf(answer)).toEqual(names);
    expect(answer.body.numberMatched).toBe(names.length);
  });

  it('fc-limit-response: takes as many at most, and more than the maximum as the maximum', async () => {
    expect((await get(`${ITEMS}?limit=1`)).body.features).toHaveLength(1);
    const most = await get(`${ITEMS}?limit=10001`);
    expect(most.status).toBe(200);
    expect(hrefOf(linksOf(most), 'self')).toBe(`${rig.root}${ITEMS}?limit=10000`);
  });

  const undated = ['alaska', 'east', 'south'];
  it.each([
    ['2020-06-15', ['europe', 'fiji']],
    ['2020-06-15T12:00:00Z', ['europe', 'fiji']],
    ['2020-06-15T12:00:01Z', []],
    ['2020-01-01/2021-06-01T00:00:00Z', ['africa', 'europe', 'fiji']],
    ['2021-01-01T00:00:00Z/..', ['africa', 'north']],
    ['2021-01-01T00:00:00Z/', ['africa', 'north']],
    ['../2020-01-01T00:00:00Z', ['america']],
    ['/2020-01-01', ['america']],
  ])('fc-time-response: %s gives %j and what has no time', async (datetime, names) => {
    const answer = await get(`${ITEMS}?datetime=${datetime}`);
    expect(namesOf(answer)).toEqual([...names, ...undated].sort());
  });

  it.each(['foo=bar', 'offset=1', 'LIMIT=3', 'crs=x', 'bbox-crs=x'])(
    'query-param-unknown: refuses %s',
    async (query) => {
      for (const path of [
        '',
        '/conformance',
        '/collections',
        '/collections/occurrences',
        ITEMS,
        '/api',
      ]) {
        expect([path, (await get(`${path}?${query}`)).status]).toEqual([path, 400]);
      }
      expect((await get(`${ITEMS}/${ids['europe']}?${query}`)).status).toBe(400);
    },
  );

  it.each([
    'limit=x',
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'bbox=1,2,3',
    'bbox=1,2,3,4,5',
    'bbox=1,2,x,4',
    'bbox=1,2,3,4,5,x',
    'bbox=-181,0,1,1',
    'bbox=0,-91,1,1',
    'bbox=0,10,1,0',
    'bbox=0,0,Infinity,1',
    'datetime=yesterday',
    'datetime=2020-02-30',
    'datetime=2021-01-01/2020-01-01',
    'f=xml',
    'filter-lang=cql-text',
    'filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326',
    'aphiaId=x',
    'eventDateStart=x',
    'cursor=x',
    'limit=1&limit=2',
  ])('query-param-invalid: refuses %s', async (query) => {
    const answer = await get(`${ITEMS}?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-query']);
  });

  it('f-op, f-success, f-links: one feature has its id, its links and nothing else than in the list', async () => {
    const [listed] = (await get(`${ITEMS}?basisOfRecord=fiji`)).body.features;
    const answer = await get(`${ITEMS}/${listed.id}`);
    expect([answer.status, answer.type]).toEqual([200, 'application/geo+json']);
    const { links, ...feature } = answer.body as { links: OgcLink[] };
    expect(feature).toEqual(listed);
    expect(hrefOf(links, 'self')).toBe(`${rig.root}${ITEMS}/${ids['fiji']}`);
    expect(hrefOf(links, 'collection')).toBe(`${rig.root}/collections/occurrences`);
  });

  it.each(['0', '999999', '99999999999999999999', 'x', '1%20or%201=1', '-1', '%27'])(
    'f-op: there is no feature %s',
    async (id) => {
      expect((await get(`${ITEMS}/${id}`)).status).toBe(404);
    },
  );

  it('shows neither a hidden nor a placeless row by its id', async () => {
    const rows = await rig.app
      .db('occurrences')
      .where('dropped', true)
      .orWhereNull('decimal_longitude')
      .pluck('id');
    expect(rows).toHaveLength(2);
    for (const id of rows) expect((await get(`${ITEMS}/${String(id)}`)).status).toBe(404);
  });

  it('answers 304 to who has the page or the feature, and anew after a write', async () => {
    for (const path of [ITEMS, `${ITEMS}/${ids['europe']}`]) {
      const etag = (await get(path)).headers.get('etag') ?? '';
      const again = await get(path, { headers: { 'if-none-match': etag } });
      expect([path, again.status, again.body]).toEqual([path, 304, null]);
    }
  });
});

describe('geojson', () => {
  it('definition: takes f=json and the media types of GeoJSON and JSON', async () => {
    for (const accept of ['application/geo+json', 'application/json', '*/*']) {
      const answer = await get(`${ITEMS}?f=json&limit=1`, { headers: { accept } });
      expect([accept, answer.status, answer.type]).toEqual([accept, 200, 'application/geo+json']);
    }
  });

  it('content: is GeoJSON as RFC 7946 has it, longitude first', async () => {
    const { body } = await get(`${ITEMS}?bbox=-80,-5,-70,5`);
    expect(body.features).toEqual([
      {
        type: 'Feature',
        id: ids['america'],
        geometry: { type: 'Point', coordinates: [-75, 0] },
        properties: expect.objectContaining({ basisOfRecord: 'america' }),
      },
    ]);
    expect(body).not.toHaveProperty('crs');
  });
});
