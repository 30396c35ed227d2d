import { startApp, type TestApp } from '../support/app';
import { makeSignedIn } from '../support/console-rig';
import { insertOccurrence } from '../support/factories';
import {
  BOX_PROBES,
  QUESTION_PROBES,
  wktOf,
  type Box,
  type Circle,
  type Probe,
} from '../support/map-probes';
import { contains, measure, shrink } from '../support/shrinking-search';
import { unzip } from '../support/unzip';
import { distanceMeters } from './oracle';

/*
 * Somebody without a right to exact positions asks about smaller and smaller places, as a thief would.
 * All that is ever found is the position that everybody is shown.
 */
process.env.THROTTLE_ENABLED = 'false';

/** Degrees of the level, where it is, and what is shown: the rounded one. */
const NESTS = [
  { level: 'degree_0_01', degrees: 0.01, at: [-9.512345, 38.723456], shown: [-9.51, 38.72] },
  { level: 'degree_0_1', degrees: 0.1, at: [21.234567, -33.367891], shown: [21.2, -33.4] },
  { level: 'degree_1', degrees: 1, at: [100.345678, 12.654321], shown: [100, 13] },
] as const;
type Nest = (typeof NESTS)[number];
const WITHHELD = [-60.123987, -10.321789] as const;
/** The first digits that only the exact positions have. */
const EXACT_WORDS = /9\.5123|38\.7234|21\.2345|33\.3678|100\.3456|12\.6543|60\.1239|10\.3217|cove/;

/** Links say the question again, with the numbers of whoever asked. */
const expectNothingExact = (text: string) =>
  expect(text.replace(/"links":\[[^\]]*\]/g, '')).not.toMatch(EXACT_WORDS);

let app: TestApp;
const callers: Record<string, Record<string, string>> = { anyone: {} };
const ids: number[] = [];

beforeAll(async () => {
  app = await startApp();
  callers['a supervisor'] = (await makeSignedIn(app, { role: 'supervisor' })).headers;
  const places = [
    ...NESTS.map(({ at, level }) => ({ at, level })),
    { at: WITHHELD, level: 'withheld' },
  ];
  for (const { at, level } of places) {
    const [decimal_longitude, decimal_latitude] = at;
    const row = await insertOccurrence(app.db, {
      ...{ decimal_longitude, decimal_latitude, sensitivity: level },
      coordinate_uncertainty_in_meters: 3,
      locality: 'The cove',
      event_date_start: '2020-01-01',
    });
    ids.push(row.id);
  }
});
afterAll(() => app.stop());

async function send(caller: string, path: string, body?: object) {
  const answer = await fetch(`${app.url}/api/${path}`, {
    headers: { ...callers[caller], ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status > 204) throw new Error(`${path}: ${answer.status} ${bytes.toString()}`);
  return { bytes, text: bytes.toString() };
}

const positionOf = ([lon, lat]: readonly [number, number]) => ({ lon, lat });
const boxForms: Record<string, (box: Box) => Record<string, string>> = {
  bbox: ({ west, south, east, north }) => ({ bbox: [west, south, east, north].join(',') }),
  within: (box) => ({ within: wktOf(box) }),
};
const nearForm = ({ lon, lat, radiusMeters }: Circle) => ({
  near: `${lon},${lat}`,
  radiusMeters: String(radiusMeters),
});

/** Of one signed in, one nest is enough: whatever way a request takes, the reads below are the same. */
const nestsOf = (caller: string): readonly Nest[] =>
  caller === 'anyone' ? NESTS : NESTS.filter(({ level }) => level === 'degree_0_1');
const CALLERS = ['anyone', 'a supervisor'];

async function expectOnlyShown(caller: string, isIn: (box: Box) => Promise<boolean>) {
  for (const nest of nestsOf(caller)) {
    const found = await shrink(isIn, nest);
    expect([nest.level, contains(found, nest.shown), contains(found, nest.at)]).toEqual([
      nest.level,
      true,
      false,
    ]);
  }
}

const isAnswered = (caller: string, probe: Probe) => async (place: Record<string, string>) => {
  const { text, bytes } = await send(caller, ...probe.ask(place));
  expectNothingExact(text);
  return (await probe.count(text, bytes)) > 0;
};

describe.each(CALLERS)('%s', (caller) => {
  describe.each(Object.entries(QUESTION_PROBES))('by %s', (name, probe) => {
    const isIn = isAnswered(caller, probe);

    it.each(name === 'items' ? ['bbox'] : Object.keys(boxForms))(
      'finds by %s what is shown and nothing finer',
      async (form) => {
        await expectOnlyShown(caller, (box) => isIn(boxForms[form]?.(box) ?? {}));
      },
    );

    if (name !== 'items') {
      it('finds by circles around two centres what is shown and nothing finer', async () => {
        for (const { at, shown, degrees } of nestsOf(caller)) {
          for (const [east, north] of [
            [2, 0],
            [0, -2],
          ] as const) {
            // prettier-ignore
            const centre = { lon: at[0] + east * degrees, lat: at[1] + north * degrees };
            const most = { ...centre, radiusMeters: 4 * degrees * 111_320 };
            const found = await measure((circle) => isIn(nearForm(circle)), most, degrees);
            const toShown = Math.abs(found - distanceMeters(centre, positionOf(shown)));
            const toExact = Math.abs(found - distanceMeters(centre, positionOf(at)));
            expect(toShown).toBeLessThan(degrees * 111_320 * 0.08);
            expect(toExact).toBeGreaterThan(degrees * 111_320 * 0.1);
          }
        }
      });
    }

    it('finds three of the four in all the world: one is withheld', async () => {
      const { text, bytes } = await send(caller, ...probe.ask({}));
      expect(await probe.count(text, bytes)).toBe(NESTS.length);
    });
  });

  it.each(Object.entries(BOX_PROBES))(
    'by %s finds what is shown and nothing finer',
    async (_name, { ask, count }) => {
      await expectOnlyShown(caller, async (box) => {
        const { text, bytes } = await send(caller, ask(box));
        expectNothingExact(text);
        return (await count(text, bytes)) > 0;
      });
    },
  );

  it('by tiles, down to the deepest, finds what is shown and nothing finer', async () => {
    const tileOf = ([lon, lat]: readonly [number, number], z: number) => {
      const mercator = Math.log(Math.tan((Math.PI / 180) * (45 + lat / 2))) / (2 * Math.PI);
      const [x, y] = [((lon + 180) / 360) * 2 ** z, (0.5 - mercator) * 2 ** z];
      return `${z}/${Math.floor(x)}/${Math.floor(y)}`;
    };
    for (const { at, shown } of nestsOf(caller)) {
      for (let z = 4; z <= 22; z += 3) {
        const shownTile = tileOf(shown, z);
        const { bytes } = await send(caller, `geo/occurrences/tiles/${shownTile}.mvt`);
        expect([shownTile, bytes.length > 0]).toEqual([shownTile, true]);
        const exactTile = tileOf(at, z);
        if (exactTile === shownTile) continue;
        const empty = await send(caller, `geo/occurrences/tiles/${exactTile}.mvt`);
        expect([exactTile, empty.bytes.length]).toEqual([exactTile, 0]);
      }
    }
  });

  it('learns by distances how far what is shown is, however many are measured', async () => {
    for (const { at, shown, degrees } of nestsOf(caller)) {
      const centre = { lon: at[0] + degrees, lat: at[1] };
      const place = `lon=${centre.lon}&lat=${centre.lat}&limit=1`;
      const { text } = await send(caller, `geo/occurrences/nearby?${place}`);
      const { features } = JSON.parse(text) as {
        features: { properties: { distanceMeters: number } }[];
      };
      const measured = features[0]?.properties.distanceMeters ?? 0;
      const truth = distanceMeters(centre, positionOf(shown));
      expect(Math.abs(measured / truth - 1)).toBeLessThan(0.006);
    }
  });

  it('is told of every record that it is generalised, and by how much', async () => {
    for (const path of [
      ...[
        'geo/occurrences',
        'geo/occurrences/nearby?lon=0&lat=0',
        'geo/occurrences/export.geojson',
      ],
      ...['geo/occurrences/export.csv', 'geo/occurrences/export.gpx'],
      ...['ogc/collections/occurrences/items', 'occurrences'],
    ]) {
      const { text } = await send(caller, path);
      for (const words of ['0.01 degree', '0.1 degree', '1 degree']) {
        expect([path, text]).toEqual([path, expect.stringContaining(`rounded to ${words}.`)]);
      }
      // Three metres, and the diagonal of a cell at the equator: those of Chapman (2020).
      for (const meters of ['1573', '15694', '156907']) {
        expect([path, text]).toEqual([path, expect.stringMatching(new RegExp(`\\b${meters}\\b`))]);
      }
      expectNothingExact(text);
    }
    const { text, bytes } = await send(caller, 'geo/occurrences/export.dwca.zip');
    expect(text.length).toBeGreaterThan(0);
    const { 'occurrence.txt': rows = '', 'meta.xml': meta = '' } = await unzip(bytes);
    expect(rows).toContain('rounded to 0.01 degree.');
    expect(rows).toMatch(/\b1573\b/);
    expectNothingExact(rows);
    expect(meta).toContain('http://rs.tdwg.org/dwc/terms/dataGeneralizations');
    expect(meta).toContain('http://rs.tdwg.org/dwc/terms/informationWithheld');
  });

  it('reads one record as the lists show it, and one that is withheld without a place', async () => {
    const rows = await app
      .db('occurrences')
      .whereIn('id', ids)
      .orderBy('id')
      .select<{ id: number; document_id: string; applied_sensitivity: string }[]>('*');
    for (const { id, document_id: documentId, applied_sensitivity: level } of rows) {
      const rest = await send(caller, `occurrences/${documentId}`);
      expectNothingExact(rest.text);
      expect(rest.text).toContain('"informationWithheld":"');
      const one = send(caller, `ogc/collections/occurrences/items/${id}`);
      if (level === 'withheld') {
        expect(rest.text).toContain('"decimalLatitude":null');
        await expect(one).rejects.toThrow('404');
      } else expectNothingExact((await one).text);
    }
  });

  it.each(['exactLatitude', 'exactLongitude', 'exactLocality', 'geom_exact', 'appliedSensitivity'])(
    'may not name %s',
    async (name) => {
      for (const path of [
        `geo/occurrences?${name}=1`,
        `geo/occurrences/facets?by=${name}`,
        `ogc/collections/occurrences/items?${name}=1`,
        `ogc/collections/occurrences/items?filter=${name}%3E1`,
        `ogc/collections/occurrences/items?sortby=${name}`,
        `occurrences?filters[${name}][$notNull]=true`,
        `occurrences?filters[$not][${name}][$gt]=1`,
        `occurrences?sort=${name}`,
        `occurrences?sort[0][${name}]=asc`,
        `occurrences?fields=${name}`,
        `occurrences?populate=${name}`,
      ]) {
        await expect(send(caller, path)).rejects.toThrow(': 400 ');
      }
      const { text } = await send(caller, 'ogc/collections/occurrences/queryables');
      expect(text).not.toMatch(/exact|decimalLatitude|geom_/);
    },
  );
});
