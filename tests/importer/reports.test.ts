import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { forgetImports } from '../support/import-rig';
import { allMailsSent } from '../support/mails';
import { listed, REEF, sighting, sightings } from '../support/obis-datasets';
import { asProgram, makePerson, signIn } from '../support/people';
import type { Fault } from '../support/replay-server/faults';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider, type ObisRecords } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server';
import type { ScheduledImports } from '../../src/plugins/importer/server/services/scheduled-imports';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';

const PAGES = '/v3/occurrence';
const ADDRESSES = ['first@example.org', 'second@example.org'];

let app: TestApp;
let replay: ReplayServer;
let smtp: TestSmtpServer;
let records: ObisRecords;
let admin: Record<string, string>;

const ask = createAsk(() => app);

beforeAll(async () => {
  const current: ObisRecords = {
    page: (question) => records.page(question),
    count: (query) => records.count(query),
    find: (id) => records.find(id),
    datasets: (query) => records.datasets(query),
  };
  replay = await startReplayServer({ providers: [createObisProvider(current)] });
  smtp = await startSmtpServer();
  Object.assign(process.env, {
    OBIS_BASE_URL: `${replay.url}/v3`,
    EMAIL_PROVIDER: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(smtp.port),
    PUBLIC_URL: 'https://shoal.example.org',
  });
  app = await startApp();
  const [email, second] = ADDRESSES;
  const person = await makePerson(app, { role: 'admin', email });
  await makePerson(app, { role: 'admin', email: second });
  await makePerson(app, { role: 'admin', email: 'gone@example.org', status: 'suspended' });
  await makePerson(app, { email: 'student@example.org' });
  admin = asProgram(await signIn(app, person));
  await app.strapi.documents(IMPORT_PROFILE).create({
    data: { name: 'Reef', source: 'obis', parameters: { datasetKeys: [REEF] } } as never,
  });
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
  await replay.close();
});
beforeEach(async () => {
  replay.arm();
  smtp.mails.length = 0;
  await app.db.raw(`delete from jobs.job where name = 'importer.run'`);
  await forgetImports(app.db);
  records = createObisPool(sightings(REEF, 12), [listed(REEF)]);
});

async function whenOver(id: number): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const row = (await app.db('importer_runs').where({ id }).first()) as { state: string };
    if (!['queued', 'running'].includes(row.state)) return row.state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Run ${id} does not end`);
}

/** A schedule comes due, and its run comes to an end. */
async function schedule(...faults: Fault[]): Promise<{ id: number; state: string }> {
  replay.arm(...faults);
  const scheduled = app.strapi.plugin('importer').service<ScheduledImports>('scheduled');
  const [id = 0] = await scheduled.startAll('incremental');
  const state = await whenOver(id);
  await allMailsSent(app);
  return { id, state };
}

const WRONG: Fault = { kind: 'status', status: 400, body: 'Size too large', path: PAGES };
const SOME_UNKNOWN: Fault = {
  kind: 'error-in-answer',
  error: 'NAME_NOT_FOUND',
  keepResults: true,
  path: PAGES,
  nth: [1],
};

const mailTexts = () => smtp.mails.map(({ text }) => text.replace(/\s+/g, ' '));

it.each([
  ['failed', WRONG, /failed\. Why: OBIS: The server answered 400: Size too large 0 read/],
  ['partial', SOME_UNKNOWN, /is partial: some records are missing\. 12 read: 12 inserted/],
])('mails every active administrator once about a scheduled run that is %s', async (...given) => {
  const [state, fault, words] = given;
  const run = await schedule(fault);
  expect(run.state).toBe(state);
  expect(smtp.mails.flatMap(({ recipients }) => recipients).sort()).toEqual(ADDRESSES);
  for (const text of mailTexts()) {
    expect(text).toMatch(words);
    expect(text).toContain(`Import ${run.id} from obis (incremental)`);
    expect(text).toContain(`https://shoal.example.org/admin/plugins/importer/runs/${run.id}`);
  }
  expect(smtp.mails[0]?.subject).toBe('A scheduled import needs a look');

  // It goes on and fails again: everybody knows already.
  if (state === 'failed') {
    await ask(`POST /api/importer/runs/${run.id}/resume`, { headers: admin });
    expect(await whenOver(run.id)).toBe('failed');
    await allMailsSent(app);
    expect(smtp.mails).toHaveLength(2);
  }
});

it('mails what a run asks, and whatever the provider never sent before', async () => {
  await schedule();
  expect(smtp.mails).toEqual([]);
  const odd = sighting(REEF, 1, { plankton: 'yes' });
  records = createObisPool([odd], [listed(REEF, '2025-07-01T00:00:00.000Z')]);
  const run = await schedule();
  expect(run.state).toBe('paused');
  const [text] = mailTexts();
  expect(text).toContain('waits for you');
  expect(text).toContain(`withdraw 11 of 12 records of dataset ${REEF}. Nothing of that`);
  expect(text).toContain('never sent before: field:plankton (1)');
});

it('mails about a run that succeeded when its provider sent something new', async () => {
  records = createObisPool([sighting(REEF, 1, { plankton: 'yes' })], [listed(REEF)]);
  expect(await schedule()).toMatchObject({ state: 'succeeded' });
  expect(smtp.mails).toHaveLength(2);
  expect(mailTexts()[0]).toContain('succeeded, and met something unexpected');
});

it('says nothing of a run that somebody asked for', async () => {
  replay.arm(WRONG);
  const { data } = await ask('POST /api/importer/runs', {
    headers: admin,
    body: { source: 'obis', all: true, mode: 'full', confirm: true },
  });
  expect(await whenOver(Number(data.id))).toBe('failed');
  expect(data).toMatchObject({ isScheduled: false });
  await allMailsSent(app);
  expect(smtp.mails).toEqual([]);
});
