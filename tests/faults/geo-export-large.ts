import { createWriteStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { emptyDatabase, openDatabase } from '../support/database';
import { createLauncherFolder, freePort, until } from '../support/launcher-process';
import { watchMemory } from '../support/process-memory';

/*
 * Proves on a server of its own that exports of many occurrences take little memory and begin at once,
 * in every format.
 *   DATABASE_URL=<scratch database, emptied> npm run prove:geo-export
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' } } });
const ROWS = Number(values.rows);
const MOST_GROWTH_MB = 80;
const MOST_FIRST_BYTE_MS = 2000;
const FORMATS = ['geojson', 'csv', 'gpx', 'dwca.zip'];

const say = (text: string) => process.stdout.write(`${text}\n`);

async function fill(db: Knex): Promise<void> {
  await db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                              license, decimal_longitude, decimal_latitude, absence, dropped)
     select md5(cast(n as text)), 'test', 'dataset ' || n % 40, 'many:' || n, 'Species ' || n % 900,
            'CC0', (n * 7919 % 36000) / 100.0 - 180, (n * 104729 % 18000) / 100.0 - 90, false, false
       from generate_series(cast(1 as bigint), :rows) n`,
    { rows: ROWS },
  );
  await db.raw('analyze occurrences');
}

/** @returns milliseconds until the first byte. */
async function download(address: string, file: string): Promise<number> {
  const startedAt = performance.now();
  const { status, body } = await fetch(address);
  if (status !== 200 || !body) throw new Error(`${address} answered ${status}`);
  let firstByteMs = 0;
  async function* watched() {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      firstByteMs ||= performance.now() - startedAt;
      yield chunk;
    }
  }
  await pipeline(Readable.from(watched()), createWriteStream(file));
  return firstByteMs;
}

async function prove(base: string, { pid, folder }: { pid: number; folder: string }) {
  const faults: string[] = [];
  const addressOf = (format: string) => `${base}/api/geo/occurrences/export.${format}`;
  // Once before, so that what is compiled and pooled once for all is not counted.
  for (const format of FORMATS) {
    await download(`${addressOf(format)}?bbox=0,0,9,9`, path.join(folder, 'first'));
  }
  for (const format of FORMATS) {
    const file = path.join(folder, `all.${format}`);
    const memory = watchMemory(pid);
    const startedAt = performance.now();
    const firstByteMs = await download(addressOf(format), file);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const grownMb = memory.stop();
    const size = (statSync(file).size / 1024 / 1024).toFixed(1);
    say(
      `${format}: ${ROWS} rows, ${size} MB, in ${seconds} s; first byte after ` +
        `${firstByteMs.toFixed(0)} ms; memory grew by ${grownMb.toFixed(1)} MB`,
    );
    if (grownMb >= MOST_GROWTH_MB)
      faults.push(`${format}: memory grew by ${grownMb.toFixed(1)} MB`);
    if (firstByteMs >= MOST_FIRST_BYTE_MS) faults.push(`${format}: begun after ${firstByteMs} ms`);
  }
  return faults;
}

async function main(): Promise<void> {
  await emptyDatabase();
  const folder = createLauncherFolder();
  const db = openDatabase();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  try {
    const { pid } = folder.run('start', {
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      THROTTLE_ENABLED: 'false',
      // With more room the engine lets garbage lie for longer, and that would be measured.
      NODE_OPTIONS: '--max-old-space-size=200',
    });
    const isReady = () =>
      fetch(`${base}/api/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('the server is ready', isReady, 120_000);
    await fill(db);
    const faults = await prove(base, { pid, folder: folder.dataDir });
    if (faults.length > 0) throw new Error(faults.join('\n'));
    say('Exports take little memory and begin at once.');
  } finally {
    await db.destroy();
    folder.remove();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
