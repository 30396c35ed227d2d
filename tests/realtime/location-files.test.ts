import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { useGroups, type Actor } from '../support/groups-rig';
import { step } from '../support/places';

const rig = useGroups();
const run = promisify(execFile);
const withGpsbabel = spawnSync('gpsbabel', ['-V']).status === 0 ? it : it.skip;
const withGdal = spawnSync('ogrinfo', ['--version']).status === 0 ? it : it.skip;

let folder: string;
let one: Actor;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'shoal-tracks-'));
  one = await rig.actor();
  await rig.app.db('up_users').where('id', one.userId).update({ username: 'A & B <c>' });
  await one.ask('POST /api/location-reports/batch', {
    positions: [
      step(-9000, { altitudeMeters: 3 }),
      step(-8990, { altitudeMeters: 4.5 }),
      step(0),
      step(10),
      { ...step(20), lon: 0 },
      step(30),
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function download(ending: string): Promise<string> {
  const file = path.join(folder, `track.${ending}`);
  await writeFile(file, (await one.ask(`GET /api/location-reports/track.${ending}`)).text);
  return file;
}

withGpsbabel(
  'gives GPX that gpsbabel reads: two pieces, five positions, heights and times',
  async () => {
    const file = await download('gpx');
    const { stdout } = await run('gpsbabel', ['-i', 'gpx', '-f', file, '-o', 'gpx', '-F', '-']);
    expect(stdout.match(/<trkseg>/g)).toHaveLength(2);
    expect(stdout.match(/<trkpt /g)).toHaveLength(5);
    expect(stdout).toContain('<name>A &amp; B &lt;c&gt;</name>');
    expect(stdout).toContain('<ele>4.500</ele>');
    expect(stdout).toContain(`<time>${step(30).recordedAt}</time>`);
  },
);

withGdal('gives GeoJSON and GPX that GDAL reads', async () => {
  for (const [ending, count] of [
    ['geojson', 3],
    ['gpx', 1],
  ] as const) {
    const file = await download(ending);
    const layer = ending === 'gpx' ? ['tracks'] : [];
    const { stdout } = await run('ogrinfo', ['-ro', '-al', '-so', file, ...layer]);
    expect(stdout).toContain(`Feature Count: ${count}`);
    expect(stdout).not.toContain('ERROR');
  }
});
