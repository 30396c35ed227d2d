import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import type { LinksService } from '../../src/plugins/importer/server/services/links';
import { startApp, type TestApp } from '../support/app';
import { openBrowser } from '../support/browser';
import { insertUnclearPair } from '../support/factories';
import { forgetImports } from '../support/import-rig';
import { until } from '../support/launcher-process';
import { openPanel } from '../support/panel-page';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const RECORDS = 120;
const IMPORTS = '/admin/plugins/importer';

let app: TestApp;
let replay: ReplayServer;
let browser: Browser;

beforeAll(async () => {
  const records = generateObisRecords({ count: RECORDS, seed: 3 });
  replay = await startReplayServer({ providers: [createObisProvider(records)] });
  process.env.OBIS_BASE_URL = `${replay.url}/v3`;
  process.env.IMPORT_PAGE_SIZE = '5';
  app = await startApp();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await replay?.close();
});
beforeEach(async () => {
  // Slow enough to be watched: 24 pages.
  replay.arm({ kind: 'slow', path: '/v3/occurrence', delayMs: 400 });
  await app.db.raw(`delete from jobs.job where name = 'importer.run'`);
  await forgetImports(app.db);
  await app.db('importer_profiles').delete();
});

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

async function choose(page: Page, what: string): Promise<void> {
  await press(page, 'Start an import');
  await page.getByRole('combobox', { name: 'What to import' }).click();
  await page.getByRole('option', { name: what }).click();
}

const startIt = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();

async function pick(page: Page, select: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: select }).click();
  await page.getByRole('option', { name: option }).click();
}

const progress = (page: Page) => page.getByRole('progressbar', { name: /^Progress of OBIS/ });
const percent = async (page: Page) =>
  Number((await progress(page).getAttribute('aria-valuenow')) ?? Number.NaN);
const table = (page: Page, name: string) => page.getByRole('grid', { name });

it('starts a dry run, shows how it gets on, and then what it would have done', async () => {
  const { page, context, complaints, foreign } = await openPanel(app, browser);
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Imports' }).click();
  await choose(page, 'Something else from OBIS');
  const start = page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true });
  expect(await start.isDisabled()).toBe(true);
  await page.getByLabel('Yes, everything that OBIS has').check();
  await startIt(page);

  await progress(page).waitFor({ timeout: 30_000 });
  const early = await percent(page);
  await until('it has got on', async () => (await percent(page)) > early, 30_000);
  await page.getByText(/a second · about \d+ s left/).waitFor();
  const spoken = page.locator('[aria-live=polite]', { hasText: /OBIS import \d+: \d+0 percent/ });
  await spoken.waitFor({ state: 'attached' });
  await page.getByRole('gridcell', { name: 'Succeeded' }).waitFor({ timeout: 60_000 });

  await page.getByRole('link', { name: /^OBIS import/ }).click();
  await page.getByText('Nothing of it was written').waitFor();
  const outcomes = table(page, 'By outcome');
  await outcomes.getByRole('row', { name: `Read ${RECORDS}` }).waitFor();
  await outcomes.getByRole('row', { name: `Inserted ${RECORDS}` }).waitFor();
  expect(await app.db('occurrences')).toEqual([]);
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  await context.close();
});

it('asks before it imports everything by a profile, and cancels when it is told to', async () => {
  const profile = { name: 'All of OBIS', source: 'obis', parameters: { absence: 'include' } };
  await app.strapi.documents(IMPORT_PROFILE).create({ data: profile as never });
  const { page, context, complaints } = await openPanel(app, browser);
  await page.goto(IMPORTS);
  await choose(page, 'All of OBIS');
  await page.getByRole('radio', { name: 'Full' }).click();
  const start = page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true });
  expect(await start.isDisabled()).toBe(true);
  await page.getByLabel('Yes, read everything again').check();
  await startIt(page);
  await progress(page).waitFor({ timeout: 30_000 });

  await press(page, 'Cancel');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('What it has imported stays').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('gridcell', { name: 'Cancelled' }).waitFor({ timeout: 30_000 });
  const run = await app.db('importer_runs').first<{ state: string; profile: string }>();
  expect(run).toMatchObject({ state: 'cancelled', profile: 'All of OBIS' });
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('shows what a paused run would withdraw, and carries on only after a second yes', async () => {
  replay.arm();
  const asked = [{ datasetKey: 'cod-survey', records: 1200, stored: 1500 }];
  await app.db('importer_runs').insert({
    source: 'obis',
    mode: 'full',
    state: 'paused',
    parameters: '{}',
    parameters_key: 'k',
    asked_withdrawals: JSON.stringify(asked),
  });
  const { page, context } = await openPanel(app, browser);
  await page.goto(IMPORTS);
  await page.getByRole('gridcell', { name: 'Waits for you' }).waitFor();
  await page.getByRole('link', { name: /^OBIS import/ }).click();
  await table(page, 'Much would be withdrawn')
    .getByRole('row', { name: 'cod-survey 1,200 1,500' })
    .waitFor();
  await press(page, 'Carry on');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Withdraws 1,200 records of 1 dataset').waitFor();
  await dialog.getByRole('button', { name: 'Carry on' }).click();
  await page.getByText('The import goes on.').first().waitFor();
  const confirmed = await app.db('importer_runs').pluck('confirmed_withdrawals');
  expect(JSON.stringify(confirmed)).toContain('cod-survey');
  await page.getByText('Succeeded', { exact: true }).waitFor({ timeout: 30_000 });
  await context.close();
});

it('says after a dry run what would be withdrawn, and that an import would stop and ask', async () => {
  const gone = { records: 3, stored: 40, examples: ['occurrence-id:c17', 'occurrence-id:c18'] };
  const asked = { datasetKey: 'cod-survey', records: 1200, stored: 1500, unread: 7 };
  const [run] = await app
    .db('importer_runs')
    .insert({
      ...{ source: 'obis', mode: 'dry-run', state: 'succeeded' },
      ...{ parameters: '{}', parameters_key: 'k', withdrawn: 3, read: 1337, unchanged: 1337 },
      withdrawals: JSON.stringify([{ datasetKey: 'reef', ...gone }]),
      asked_withdrawals: JSON.stringify([asked]),
    })
    .returning<{ id: string }[]>('id');
  const { page, context, complaints } = await openPanel(app, browser);
  await page.goto(`${IMPORTS}/runs/${String(run?.id)}`);
  await table(page, 'Would be withdrawn, by dataset')
    .getByRole('row', { name: 'reef Such as occurrence-id:c17, occurrence-id:c18 3 40' })
    .waitFor();
  await table(page, 'An import would stop and ask')
    .getByRole('row', { name: /^cod-survey 7 records of this dataset could not be read/ })
    .waitFor();
  expect(await page.getByRole('button', { name: 'Carry on' }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it('finds runs by source and state, also those that are pages away', async () => {
  const runOf = (source: string, state: string, index: number) => ({
    ...{ source, state, mode: 'full', parameters: '{}', parameters_key: `k${index}` },
  });
  await app
    .db('importer_runs')
    .insert([
      runOf('gbif', 'failed', 0),
      ...Array.from({ length: 24 }, (_, index) => runOf('obis', 'succeeded', index + 1)),
    ]);
  const { page, context, complaints } = await openPanel(app, browser);
  await page.goto(IMPORTS);
  await page
    .getByRole('link', { name: /^OBIS import/ })
    .first()
    .waitFor();
  await press(page, 'Older');
  await page.getByRole('link', { name: /^GBIF import/ }).waitFor();
  await press(page, 'Newer');
  await pick(page, 'Source', 'GBIF');
  await page.getByRole('link', { name: /^GBIF import/ }).waitFor();
  expect(await page.getByRole('link', { name: /^OBIS import/ }).count()).toBe(0);
  await pick(page, 'State', 'Succeeded');
  await page.getByText('No run is like this.').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('shows the records that were refused, and gives all of them as a file', async () => {
  const [run] = await app
    .db('importer_runs')
    .insert({
      source: 'obis',
      mode: 'full',
      state: 'partial',
      parameters: '{}',
      parameters_key: 'k',
      rejected: 1,
      reasons: '{"NO_NAME":1}',
    })
    .returning<{ id: string }[]>('id');
  await app.db('importer_rejected').insert({
    run_id: run?.id,
    ordinal: 7,
    provider_record_id: 'r7',
    reasons: ['NO_NAME'],
    source_line: '{"a":1}',
  });
  const { page, context } = await openPanel(app, browser);
  await page.goto(`${IMPORTS}/runs/${String(run?.id)}`);
  await table(page, 'Rejected records').getByRole('row', { name: '7 r7 NO_NAME' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    press(page, 'Download all as CSV'),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('7,r7,NO_NAME');
  await context.close();
});

it('lets an editor, who starts nothing, decide what two providers both have', async () => {
  await insertUnclearPair(app.db);
  await app.strapi.plugin('importer').service<LinksService>('links').linkPending();
  const { page, context, complaints } = await openPanel(app, browser, 'strapi-editor');
  await page.goto(IMPORTS);
  await page.getByText('Nothing has been imported yet.').waitFor();
  expect(await page.getByRole('button', { name: 'Start an import' }).count()).toBe(0);
  await page.getByRole('tab', { name: 'Duplicates' }).click();
  await page.getByRole('article').getByRole('row', { name: 'Name Gadus morhua' }).waitFor();
  await pick(page, 'Which one is public', /^GBIF/);
  await press(page, 'The same: pair');
  await page.getByText('Nothing waits for a decision.').waitFor();
  expect(await app.db('importer_links').pluck('state')).toEqual(['confirmed']);
  const publics = await app.db('occurrences').whereNull('duplicate_of').pluck('provider');
  expect(publics).toEqual(['gbif']);

  await pick(page, 'Show', 'Confirmed by a person');
  await page.getByRole('article').getByText('Public', { exact: true }).waitFor();
  await page.getByText(/^Decided on/).waitFor();
  await press(page, 'Part them: pair');
  await page.getByText('Nobody has confirmed a pair.').waitFor();
  expect(await app.db('importer_links').pluck('state')).toEqual(['rejected']);
  await pick(page, 'Show', 'Parted by a person');
  await page.getByRole('button', { name: 'The same: pair' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
