import { parseArgs } from 'node:util';
import { generateObisRecords } from './obis/generator';
import { readObisFixture } from './obis/fixtures';
import { createObisProvider, type ObisRecords } from './obis/provider';
import { readObisRecordings } from './obis/recordings';
import { startReplayServer } from './server';

/*
 * The replay server as a process of its own:
 *   --generated 500000 [--seed 1]   unlimited deterministic pages
 *   --fixture <name>                a composed fixture
 *   (neither)                       the recordings of the folder RECORDINGS_DIR
 * It prints its address and serves until it is ended. --quiet keeps no log of requests.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    generated: { type: 'string' },
    seed: { type: 'string', default: '1' },
    fixture: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});

function recordsAskedFor(): ObisRecords {
  const { generated, seed, fixture } = values;
  if (generated) return generateObisRecords({ count: Number(generated), seed: Number(seed) });
  if (fixture) return readObisFixture(fixture).records;
  const folder = process.env.RECORDINGS_DIR;
  if (!folder) throw new Error('Set RECORDINGS_DIR, or give --generated or --fixture');
  return readObisRecordings(folder).records;
}

startReplayServer({
  providers: [createObisProvider(recordsAskedFor())],
  port: Number(values.port),
  keepsLog: !values.quiet,
}).then(
  (server) => process.stdout.write(`${server.url}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
