import { parseEnv } from '../../src/env';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import type { ScheduledImports } from '../../src/plugins/importer/server/services/scheduled-imports';
import { startApp, type TestApp } from '../support/app';
import { forgetImports } from '../support/import-rig';

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
    // OBIS cannot tell what has changed: everything is read, and what is the same is not written.
    { source: 'obis', mode: 'full', state: 'queued' },
    { source: 'obis', mode: 'full', state: 'queued' },
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

it('reads the schedules of the environment, where an empty one is switched off', () => {
  const defaults = parseEnv(process.env);
  expect(defaults.IMPORT_INCREMENTAL_CRON).toBe('0 3 1 * *');
  expect(defaults.IMPORT_FULL_CRON).toBe('0 4 1 1,7 *');
  expect(parseEnv({ ...process.env, IMPORT_FULL_CRON: '' }).IMPORT_FULL_CRON).toBe('');
});
