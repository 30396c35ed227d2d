import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app';
import { createMapReader } from '../support/map-reader';

/* GDAL reads our tiles as any others; nothing here knows that they are ours. */
process.env.THROTTLE_ENABLED = 'false';
const run = promisify(execFile);
const withGdal = spawnSync('ogrinfo', ['--version']).status === 0 ? describe : describe.skip;

const ROWS = 600;
let app: TestApp;
let folder: string;

withGdal('GDAL reads tiles', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-gdal-'));
    app = await startApp();
    await app.db.raw(
      `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                                aphia_id, decimal_longitude, decimal_latitude, absence, dropped)
       select md5(cast(n as text)), 'test', 'gdal', 'gdal:' || n, 'Species ' || n % 7, n,
              (n * 7919 % 36000) / 100.0 - 179.999, (n * 104729 % 16000) / 100.0 - 80, false, false
         from generate_series(cast(1 as bigint), :rows) n`,
      { rows: ROWS },
    );
  });
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const { send } = createMapReader(() => app);
  const tiles = () => `${app.url}/api/geo/occurrences/tiles`;

  interface Seen {
    properties: { aphiaId: number; scientificName: string };
    geometry: { coordinates: [number, number] };
  }
  let files = 0;
  /** All features of a source as GDAL sees them, in degrees. */
  async function read(source: string, ...options: string[]): Promise<Seen[]> {
    const file = path.join(folder, `seen-${(files += 1)}.geojsonl`);
    // Not synchronously: the app answers in this very process.
    await run('ogr2ogr', [
      ...['-f', 'GeoJSONSeq', file, source, 'occurrences', '-t_srs', 'EPSG:4326'],
      ...options,
    ]);
    const { stdout } = await run('cat', [file], { maxBuffer: 50_000_000 });
    return stdout.split('\n').filter(Boolean).map((text) => JSON.parse(text) as Seen); // prettier-ignore
  }

  const placeOf = (n: number) => ({
    lon: ((n * 7919) % 36000) / 100 - 179.999,
    lat: ((n * 104729) % 16000) / 100 - 80,
  });
  /** Tiles are cut into 4096 units, and a position is at the corner of its own. */
  function expectInPlace(seen: readonly Seen[], z: number): void {
    const unitDegrees = 360 / (4096 * 2 ** z);
    for (const { geometry, properties } of seen) {
      const [lon, lat] = geometry.coordinates;
      const place = placeOf(properties.aphiaId);
      expect(Math.abs(lon - place.lon)).toBeLessThanOrEqual(unitDegrees * 1.01);
      expect(Math.abs(lat - place.lat)).toBeLessThanOrEqual(unitDegrees * 1.01);
      expect(properties.scientificName).toBe(`Species ${properties.aphiaId % 7}`);
    }
  }
  const idsOf = (seen: readonly Seen[]) =>
    seen.map(({ properties }) => properties.aphiaId).sort((a, b) => a - b);
  const numbersWhere = (holds: (place: { lon: number; lat: number }) => boolean) =>
    Array.from({ length: ROWS }, (_, index) => index + 1).filter((n) => holds(placeOf(n)));
  const northEast = () => numbersWhere(({ lon, lat }) => lon >= 0 && lat > 0);

  it('one by one over HTTP, with our count and in our places', async () => {
    const place = ['-oo', 'Z=1', '-oo', 'X=1', '-oo', 'Y=0'];
    const seen = await read(`MVT:${tiles()}/1/1/0.mvt`, ...place);
    expect(idsOf(seen)).toEqual(northEast());
    expectInPlace(seen, 1);
  });

  it('packed and plain alike', async () => {
    // `fetch` would unpack it.
    const bytesOf = (encoding: string) =>
      new Promise<Buffer>((resolve, reject) => {
        const headers = { 'accept-encoding': encoding };
        http
          .get(`${tiles()}/1/1/0.mvt`, { headers }, (answer) => {
            expect(answer.headers['content-encoding']).toBe(
              encoding === 'gzip' ? 'gzip' : undefined,
            );
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () => resolve(Buffer.concat(chunks)));
          })
          .on('error', reject);
      });
    const [plain, packed] = [await bytesOf('identity'), await bytesOf('gzip')];
    expect(gunzipSync(packed).equals(plain)).toBe(true);
    expect(packed.length).toBeLessThan(plain.length);
    for (const [name, bytes] of Object.entries({ plain, packed })) {
      const file = path.join(folder, `${name}.mvt`);
      writeFileSync(file, bytes);
      const seen = await read(`MVT:${file}`, '-oo', 'Z=1', '-oo', 'X=1', '-oo', 'Y=0');
      expect([name, idsOf(seen)]).toEqual([name, northEast()]);
    }
  });

  it.each([0, 2, 3])('as a layer of all tiles of zoom %d, by our TileJSON', async (z) => {
    const description = `${app.url}/api/geo/occurrences/tiles.json`;
    const seen = await read(
      `MVT:${tiles()}/${z}`,
      ...['-oo', `METADATA_FILE=${description}`, '-oo', 'TILE_EXTENSION=mvt'],
    );
    expect(idsOf(seen)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
    expectInPlace(seen, z);
    const counted = (await (await send('occurrences/count')).json()) as { data: { count: number } };
    expect(seen).toHaveLength(counted.data.count);
  });
});
