import { parseEnv } from '../../src/env';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import type { ScheduledImports } from '../../src/plugins/importer/server/services/scheduled-imports';
import { startApp, type TestApp } from '../support/app';
import { forgetImports } from '../support/import-rig';
import { until } from '../support/launcher-process';
import { createQueueRig, jobRows } from '../support/queue-rig';

let app: TestApp;

beforeAll(async () => {
  // The jobs stay where they are: what is looked at here is what was asked for.
  process.env.JOBS_ENABLED = 'false';
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await forgetImports(app.db);
  await app.db('importer_profiles').delete();
});

const scheduled = () => app.strapi.plugin('importer').service<ScheduledImports>('scheduled');
const documents = () => app.strapi.documents(IMPORT_PROFILE);

/** A profile as an editor saves it in the panel. */
const save = (data: Record<string, unknown>) => documents().create({ data: data as never });

const asked = () =>
  app.db('importer_runs').orderBy('id').select('source', 'mode', 'state') as Promise<unknown[]>;

const COD = { taxonIds: [126436] };

it('takes the profiles that are switched on, records before names, in the order of editors', async () => {
  await save({ name: 'Names', source: 'worms' });
  await save({ name: 'Cod of GBIF', source: 'gbif', parameters: COD });
  await save({ name: 'Second', source: 'obis', parameters: { taxonIds: [2] }, position: 2 });
  await save({ name: 'First', source: 'obis', parameters: { taxonIds: [1] }, position: 1 });
  await save({ name: 'Off', source: 'obis', parameters: COD, isEnabled: false });
  await scheduled().startAll('incremental');
  expect(await asked()).toEqual([
    { source: 'obis', mode: 'incremental', state: 'queued' },
    { source: 'obis', mode: 'incremental', state: 'queued' },
    { source: 'gbif', mode: 'incremental', state: 'queued' },
    { source: 'worms', mode: 'incremental', state: 'queued' },
  ]);
  const parameters = await app.db('importer_runs').orderBy('id').pluck('parameters');
  expect(JSON.stringify(parameters[0])).toContain('[1]');
  const jobs = await app.db('jobs.job').where({ name: 'importer.run' });
  expect(jobs).toHaveLength(4);
});

it('does not ask a question again that has not been answered yet', async () => {
  await save({ name: 'Cod', source: 'gbif', parameters: COD });
  expect(await scheduled().startAll('full')).toHaveLength(1);
  expect(await scheduled().startAll('full')).toEqual([]);
  expect(await asked()).toHaveLength(1);
});

it('does nothing where nothing is configured', async () => {
  expect(await scheduled().startAll('full')).toEqual([]);
  expect(await asked()).toEqual([]);
});

it('refuses a profile that its source does not understand, new and changed', async () => {
  const wrong = { taxonIds: 'cod' };
  await expect(save({ name: 'Wrong', source: 'obis', parameters: wrong })).rejects.toThrow(
    /taxonIds/,
  );
  await save({ name: 'Cod', source: 'obis', parameters: COD });
  const { document_id: documentId } = (await app.db('importer_profiles').first()) as {
    document_id: string;
  };
  const change = documents().update({ documentId, data: { parameters: wrong } as never });
  await expect(change).rejects.toThrow(/taxonIds/);
});

it('makes one run of a moment that several servers see, and one of them carries it out', async () => {
  await save({ name: 'Cod', source: 'gbif', parameters: COD });
  const jobs = app.db('jobs.job').whereIn('name', ['importer.full', 'importer.run']);
  await jobs.clone().delete();
  const servers = createQueueRig(() => app.db);
  const carriedOut: unknown[] = [];
  const definitions = [
    { name: 'importer.full', run: async () => void (await scheduled().startAll('full')) },
    {
      name: 'importer.run',
      concurrency: 3,
      run: (payload: object) => Promise.resolve(void carriedOut.push(payload)),
    },
  ];
  const schedules = { 'importer.full': '* * * * * *' };
  try {
    await Promise.all([1, 2, 3].map(() => servers.start(definitions, { schedules })));
    await until('three moments have passed and a run is carried out', async () => {
      const moments = await jobRows(app.db, 'importer.full');
      return (
        moments.filter(({ state }) => state === 'completed').length >= 3 && carriedOut.length > 0
      );
    });
  } finally {
    await servers.stopAll();
    await jobs.clone().delete();
  }
  expect(await asked()).toHaveLength(1);
  expect(carriedOut).toHaveLength(1);
});

it('reads the schedules of the environment, where an empty one is switched off', () => {
  const defaults = parseEnv(process.env);
  expect(defaults.IMPORT_INCREMENTAL_CRON).toBe('0 3 1 * *');
  expect(defaults.IMPORT_FULL_CRON).toBe('0 4 1 1,7 *');
  expect(parseEnv({ ...process.env, IMPORT_FULL_CRON: '' }).IMPORT_FULL_CRON).toBe('');
});
