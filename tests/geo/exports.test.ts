import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { startApp, type TestApp } from '../support/app';
import { makeSignedIn } from '../support/console-rig';
import { until } from '../support/launcher-process';
import { createMapReader } from '../support/map-reader';

process.env.THROTTLE_ENABLED = 'false';
const run = promisify(execFile);
const withGpsbabel = spawnSync('gpsbabel', ['-V']).status === 0 ? it : it.skip;

let app: TestApp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'shoal-exports-'));
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await app.db('occurrences').delete();
  await app.db('datasets').delete();
});

const { place, read } = createMapReader(() => app);
const NASTY = `=HYPERLINK("http://x") <b>&amp; "q" 'a', ]]> \u0001\nnext\tcell é🐟`;
const address = (format: string, query = '') =>
  `${app.url}/api/geo/occurrences/export.${format}${query}`;
const download = async (format: string, query = '') => {
  const answer = await fetch(address(format, query));
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const textFrom = async (format: string, query = '') =>
  (await download(format, query)).bytes.toString();

async function insertDataset(columns: Record<string, unknown>): Promise<void> {
  await app
    .db('datasets')
    .insert({ document_id: 'd'.repeat(24), provider: 'test', dataset_key: 'factory', ...columns });
}

interface ExportedFile {
  attribution: { key: string; title: string; citation: string; license: string; rows: number }[];
  features: { id: number; properties: Record<string, unknown> }[];
}
const geojsonFrom = async (query = '') =>
  JSON.parse(await textFrom('geojson', query)) as ExportedFile;

describe('an export as GeoJSON', () => {
  it('holds the same features as the list, and names their sources', async () => {
    await insertDataset({
      title: 'Reef survey',
      citation: 'Ada (2026). Reef survey.',
      license: 'CC-BY 4.0',
    });
    await place(1, 1, { scientific_name: NASTY });
    await place(2, 2, { dataset_key: 'other', license: 'CC0' });
    await place(3, 3, { dropped: true });
    const file = await geojsonFrom();
    const listed = await read('');
    expect(file.features).toEqual(
      listed.features.map((feature) => ({
        ...feature,
        properties: {
          ...feature.properties,
          license: feature.properties['datasetKey'] === 'other' ? 'CC0' : null,
        },
      })),
    );
    expect(file.attribution).toEqual([
      {
        key: 'test:factory',
        title: 'Reef survey',
        citation: 'Ada (2026). Reef survey.',
        license: 'CC-BY 4.0',
        rows: 1,
        url: null,
        description: null,
      },
      expect.objectContaining({
        key: 'test:other',
        title: 'Dataset test:other',
        license: 'CC0',
        rows: 1,
      }),
    ]);
  });

  it('takes the filters of the list, and comes as a file', async () => {
    await place(1, 1);
    const inside = await place(2, 2, { scientific_name: 'Orca' });
    await place(20, 20, { scientific_name: 'Orca' });
    const { features } = await geojsonFrom('?bbox=0,0,5,5&scientificName=Orca');
    expect(features.map(({ id }) => id)).toEqual([inside.id]);
    const { answer } = await download('geojson');
    expect(answer.headers.get('content-type')).toBe('application/geo+json');
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="occurrences-\d{4}-\d\d-\d\d\.geojson"$/,
    );
  });

  it('is an empty collection when nothing answers', async () => {
    expect(await geojsonFrom()).toEqual({
      type: 'FeatureCollection',
      attribution: [],
      features: [],
    });
  });

  it.each(['?limit=1', '?cursor=x', '?bom=true', '?bbox=1', '?foo=1'])(
    'refuses %s',
    async (query) => {
      const { answer, bytes } = await download('geojson', query);
      expect([answer.status, answer.headers.get('content-disposition')]).toEqual([400, null]);
      expect(bytes.toString()).toContain('invalid-query');
    },
  );

  it('is not there for unknown collections and formats', async () => {
    for (const wrong of ['nothing/export.csv', 'occurrences/export.xml', 'occurrences/export']) {
      expect([wrong, (await fetch(`${app.url}/api/geo/${wrong}`)).status]).toEqual([wrong, 404]);
    }
  });

  it('answers HEAD with the headers alone', async () => {
    const answer = await fetch(address('csv'), { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
  });
});

describe('an export as CSV', () => {
  it('keeps what is nasty, harmless to spreadsheets', async () => {
    await insertDataset({ title: 'T', citation: '@cite', license: 'CC0' });
    const row = await place(-9.5, 38.25, {
      scientific_name: NASTY,
      minimum_depth_in_meters: -3.5,
      flags: JSON.stringify(['A', 'B']),
    });
    const text = await textFrom('csv');
    expect(text.split('\r\n')[0]).toMatch(
      /^"id","longitude","latitude","documentId","scientificName",/,
    );
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows).toEqual([
      expect.objectContaining({
        id: String(row.id),
        longitude: '-9.5',
        latitude: '38.25',
        scientificName: `'${NASTY}`,
        minimumDepthInMeters: '-3.5',
        maximumDepthInMeters: '',
        flags: 'A;B',
        license: 'CC0',
        citation: "'@cite",
      }),
    ]);
  });

  it('begins with a mark for Excel when asked to', async () => {
    expect((await textFrom('csv', '?bom=true')).startsWith('\ufeff"id"')).toBe(true);
    expect((await textFrom('csv')).startsWith('"id"')).toBe(true);
  });
});

describe('an export as GPX', () => {
  withGpsbabel('is read by gpsbabel, nasty names included', async () => {
    await insertDataset({
      title: 'A & B',
      citation: '<c>',
      license: 'https://creativecommons.org/licenses/by/4.0/',
    });
    for (let n = 0; n < 30; n += 1) {
      await place(n / 3, -n / 7, {
        scientific_name: n === 0 ? NASTY : `Species ${n}`,
        event_date_start: '2020-06-15 12:00:00',
      });
    }
    const file = path.join(folder, 'all.gpx');
    await writeFile(file, await textFrom('gpx'));
    const { stdout } = await run('gpsbabel', ['-i', 'gpx', '-f', file, '-o', 'geojson', '-F', '-']);
    const { features } = JSON.parse(stdout) as {
      features: {
        geometry: { coordinates: [number, number] };
        properties: { name: string; time: string };
      }[];
    };
    expect(features).toHaveLength(30);
    expect(features[5]?.properties).toMatchObject({ name: 'Species 5' });
    expect(features[5]?.geometry.coordinates[0]).toBeCloseTo(5 / 3, 6);
    expect(features[0]?.properties.name).toContain('=HYPERLINK("http://x") <b>&amp; "q"');
  });

  it('says whom to name, and when each was', async () => {
    await insertDataset({
      title: 'A & B',
      citation: '<c>',
      license: 'https://example.org/licence',
    });
    await place(1, 2, { event_date_start: '2020-06-15 12:00:00' });
    const text = await textFrom('gpx');
    expect(text).toContain(
      '<copyright author="A &amp; B"><license>https://example.org/licence</license>',
    );
    expect(text).toContain('&lt;c&gt; (https://example.org/licence; 1 features)');
    expect(text).toContain('<wpt lat="2" lon="1"><time>2020-06-15T12:00:00.000Z</time>');
  });
});

it('pages through more rows than are gathered at once, each once', async () => {
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                              decimal_longitude, decimal_latitude, absence, dropped)
     select md5(cast(n as text)), 'test', 'many', 'many:' || n, 'Mola mola', n % 180, n % 90, false,
            n % 50 = 0
       from generate_series(1, 22000) n`,
  );
  const expected = await app.db('occurrences').where('dropped', false).orderBy('id').pluck('id');
  expect(expected.length).toBeGreaterThan(20_000);
  const { features } = await geojsonFrom();
  expect(features.map(({ id }) => id)).toEqual(expected.map(Number));
});

describe('the security events', () => {
  const events = async () => {
    const rows = await app
      .db('accounts_security_events')
      .where({ type: 'data-exported' })
      .orderBy('id')
      .select<{ actor_kind: string; actor_id: string; details: string }[]>('*');
    return rows.map(({ actor_kind: kind, actor_id: id, details }) => ({
      actor: [kind, id],
      details: JSON.parse(details) as object,
    }));
  };

  it('say who took what, exact positions or not; of what anyone may take they say nothing', async () => {
    await place(1, 1);
    await place(20, 20, { sensitivity: 'degree_1' });
    await textFrom('csv');
    expect(await events()).toEqual([]);
    const [student, admin] = [await makeSignedIn(app), await makeSignedIn(app, { role: 'admin' })];
    await (await fetch(address('csv'), { headers: student.headers })).text();
    await (await fetch(address('geojson', '?bbox=0,0,5,5'), { headers: admin.headers })).text();
    const details = { kind: 'occurrences', isComplete: true };
    // Written when the file is sent, which its reader may have noticed already.
    await until('both are written', async () => (await events()).length === 2, 5000);
    expect(await events()).toEqual([
      {
        actor: ['user', student.documentId],
        details: { ...details, format: 'csv', rows: 2, isWhole: true, isExact: false },
      },
      {
        actor: ['user', admin.documentId],
        details: { ...details, format: 'geojson', rows: 1, isWhole: false, isExact: true },
      },
    ]);
  });
});
