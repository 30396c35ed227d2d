import { spawn } from 'node:child_process';
import path from 'node:path';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import { startApp, type TestApp } from '../support/app';
import { forgetImports } from '../support/import-rig';
import { listed, REEF, sightings, SURVEY } from '../support/obis-datasets';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const ROOT = path.resolve(__dirname, '..', '..');

let app: TestApp;
let replay: ReplayServer;

beforeAll(async () => {
  const records = [...sightings(REEF, 5), ...sightings(SURVEY, 3)];
  const pool = createObisPool(records, [listed(REEF), listed(SURVEY)]);
  replay = await startReplayServer({ providers: [createObisProvider(pool)] });
  process.env.OBIS_BASE_URL = `${replay.url}/v3`;
  app = await startApp();
  await forgetImports(app.db);
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});

interface Ended {
  code: number | null;
  output: string;
  remarks: string;
}

/** The command as a process of its own, beside the server that this test runs, on its database. */
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'import', ...args], {
    cwd: ROOT,
    env: { ...process.env, SERVE_ADMIN_PANEL: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let remarks = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (remarks += text.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, output, remarks })),
  );
}

const save = (name: string, parameters: object, isEnabled = true) =>
  app.strapi
    .documents(IMPORT_PROFILE)
    .create({ data: { name, source: 'obis', parameters, isEnabled } as never });

it.each([[['--profiles', '--full']], [['obis', '--all', '--full']]])(
  'refuses a full import that nobody has confirmed: %j',
  async (args) => {
    const { code, output, remarks } = await run(...args);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(remarks).toContain('A full import must be confirmed: add --yes.');
    expect(await app.db('importer_runs')).toEqual([]);
  },
);

it('asks the profiles that are switched on, and says of each how it went, a line of JSON each', async () => {
  const nothing = await run('--profiles', '--incremental');
  expect(nothing).toMatchObject({ code: 0, output: '' });
  expect(nothing.remarks).toContain('Nothing is configured');

  await save('Reef', { datasetKeys: [REEF] });
  await save('Survey', { datasetKeys: [SURVEY] });
  await save('Off', {}, false);
  const { code, output } = await run('--profiles', '--incremental', '--json');
  const lines = output.trim().split('\n');
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { source: 'obis', mode: 'incremental', state: 'succeeded', read: 5, inserted: 5 },
    { source: 'obis', mode: 'incremental', state: 'succeeded', read: 3, inserted: 3 },
  ]);

  const full = await run('--profile', 'Reef', '--full', '--yes');
  expect(full.code).toBe(0);
  expect(full.output).toContain('5 read = 0 inserted, 0 updated, 5 unchanged');

  const unknown = await run('--profile', 'Nobody');
  expect(unknown).toMatchObject({ code: 1, output: '' });
  expect(unknown.remarks).toContain('There is no import profile "Nobody"');
});
