import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { downloadTo, proveExport, runProof, type ProofServer } from './proof';

/*
 * Proves on a server of its own that exports of many occurrences take little memory and begin at once,
 * in every format.
 *   DATABASE_URL=<scratch database, emptied> npm run prove:geo-export
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' } } });
const ROWS = Number(values.rows);
const MOST_FIRST_BYTE_MS = 2000;
const FORMATS = ['geojson', 'csv', 'gpx', 'dwca.zip'];

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

async function prove({ base, pid, db, folder }: ProofServer): Promise<string[]> {
  const faults: string[] = [];
  await fill(db);
  const addressOf = (format: string) => `${base}/api/geo/occurrences/export.${format}`;
  // Once before, so that what is compiled and pooled once for all is not counted.
  for (const format of FORMATS) {
    await downloadTo(path.join(folder, 'first'), `${addressOf(format)}?bbox=0,0,9,9`);
  }
  for (const format of FORMATS) {
    const file = path.join(folder, `all.${format}`);
    const title = `${format}: ${ROWS} rows`;
    const exported = { pid, file, address: addressOf(format), title };
    faults.push(...(await proveExport({ ...exported, mostFirstByteMs: MOST_FIRST_BYTE_MS })));
  }
  return faults;
}

runProof({
  // With more room the engine lets garbage lie for longer, and that would be measured.
  env: { NODE_OPTIONS: '--max-old-space-size=200' },
  prove,
  proven: 'Exports take little memory and begin at once.',
});
