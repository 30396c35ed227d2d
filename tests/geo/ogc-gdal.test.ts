import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { startOgcRig, type OgcRig } from '../support/ogc-rig';

/* GDAL reads the collections as any OGC API; nothing here knows that it is ours. */
const run = promisify(execFile);
const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0;
const withGdal = hasGdal ? describe : describe.skip;

const ROWS = 2_345;
let rig: OgcRig;
let folder: string;

withGdal('GDAL', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-gdal-'));
    rig = await startOgcRig();
    await rig.app.db.raw(
      `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                                aphia_id, decimal_longitude, decimal_latitude, absence, dropped)
       select md5(cast(n as text)), 'test', 'gdal', 'gdal:' || n, 'Species ' || n % 7, n % 11,
              (n * 7919 % 36000) / 100.0 - 180, (n * 104729 % 18000) / 100.0 - 90, false, n % 10 = 0
         from generate_series(cast(1 as bigint), :rows) n`,
      { rows: ROWS },
    );
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const source = () => `OAPIF:${rig.root}`;
  /** GDAL asks for ten features at a time unless told otherwise. */
  const PAGES = ['-oo', 'PAGE_SIZE=500'];
  // Not synchronously: the app answers in this very process.
  const ogrinfo = async (...args: string[]) =>
    (await run('ogrinfo', ['-ro', ...args], { maxBuffer: 50_000_000 })).stdout;
  const idsIn = (text: string) =>
    [...text.matchAll(/^OGRFeature\(occurrences\):(\d+)$/gm)]
      .map(([, id]) => Number(id))
      .sort((a, b) => a - b);
  const stored = async (where: string) =>
    (
      await rig.app.db('occurrences').whereRaw(`not dropped and ${where}`).orderBy('id').pluck('id')
    ).map(Number);

  it('lists the collections and their fields, and counts as SQL does', async () => {
    expect(await ogrinfo(source())).toMatch(/^1: occurrences/m);
    const summary = await ogrinfo('-so', source(), 'occurrences');
    expect(summary).toMatch(/^Geometry: Point$/m);
    expect(summary).toMatch(/^aphiaId: Integer/m);
    const [, count] = /^Feature Count: (\d+)$/m.exec(summary) ?? [];
    expect(Number(count)).toBe((await stored('true')).length);
  });

  it('copies all features into a GeoPackage', async () => {
    const file = path.join(folder, 'copy.gpkg');
    await run('ogr2ogr', ['-f', 'GPKG', file, source(), 'occurrences', ...PAGES]);
    const summary = execFileSync('ogrinfo', ['-ro', '-so', file, 'occurrences'], {
      encoding: 'utf8',
    });
    const [, count] = /^Feature Count: (\d+)$/m.exec(summary) ?? [];
    expect(Number(count)).toBe((await stored('true')).length);
  });

  it('finds by -spat what SQL finds', async () => {
    const found = await ogrinfo(
      '-q',
      source(),
      'occurrences',
      ...PAGES,
      '-spat',
      '-30',
      '-20',
      '45',
      '60',
    );
    const expected = await stored(
      'decimal_longitude between -30 and 45 and decimal_latitude between -20 and 60',
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(idsIn(found)).toEqual(expected);
  });

  it.each([
    [
      "scientificName='Species 3'",
      "scientific_name = 'Species 3'",
      /[?&]scientificName=Species(%20|\+| )3/,
    ],
    ['aphiaId=5', 'aphia_id = 5', /[?&]aphiaId=5/],
    [
      "scientificName='Species 3' AND aphiaId=5",
      "scientific_name = 'Species 3' and aphia_id = 5",
      /[?&]aphiaId=5/,
    ],
    ['aphiaId > 8', 'aphia_id > 8', /items/],
    ["provider='nobody'", 'false', /[?&]provider=nobody/],
  ])('finds by -where %s what SQL finds', async (where, sql, asked) => {
    const { stdout, stderr } = await run(
      'ogrinfo',
      ['-ro', '-q', source(), 'occurrences', ...PAGES, '-where', where, '--debug', 'on'],
      { maxBuffer: 50_000_000 },
    );
    expect(idsIn(stdout)).toEqual(await stored(sql));
    // It lets the server do it, which it does only for parameters that the definition names.
    expect(stderr).toMatch(asked);
  });

  it('reads one feature by -fid', async () => {
    const [id] = (await stored('true')).slice(-1);
    const found = await ogrinfo('-q', source(), 'occurrences', '-fid', String(id));
    expect(idsIn(found)).toEqual([id]);
  });
});
