import type { LinkView } from '../../src/plugins/importer/contract/links-http';
import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import type { LinksService } from '../../src/plugins/importer/server/services/links';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence, insertUnclearPair } from '../support/factories';
import { forgetImports } from '../support/import-rig';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

let app: TestApp;
let replay: ReplayServer;
let staff: PanelAccount;
let editor: PanelAccount;

type Row = Record<string, unknown>;
interface Body<Data> {
  data: Data;
  meta: Record<string, unknown>;
  error: { status: number; message: string };
}

async function call<Data = Row & Row[]>(who: PanelAccount, what: string, body?: object) {
  const [method = '', path = ''] = what.split(' ');
  const answer = await who.ask(`/importer${path}`, { method, ...(body && { body }) });
  return { status: answer.status, ...((await answer.json()) as Body<Data>) };
}

beforeAll(async () => {
  const records = generateObisRecords({ count: 60, seed: 3 });
  replay = await startReplayServer({ providers: [createObisProvider(records)] });
  process.env.OBIS_BASE_URL = `${replay.url}/v3`;
  process.env.IMPORT_PAGE_SIZE = '10';
  process.env.IMPORT_FULL_CRON = '';
  app = await startApp();
  staff = await signInToPanel(app);
  editor = await signInToPanel(app, 'strapi-editor');
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(async () => {
  await app.db.raw(`delete from jobs.job where name = 'importer.run'`);
  await forgetImports(app.db);
  await app.db('importer_profiles').delete();
});

const saveProfile = (data: Record<string, unknown>) =>
  app.strapi.documents(IMPORT_PROFILE).create({ data: data as never });

async function whenOver(id: unknown): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { data } = await call(editor, `GET /runs/${String(id)}`);
    if (data.finishedAt !== null) return data;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Run ${String(id)} did not end`);
}

it('starts a run by a profile, which the run then names', async () => {
  await saveProfile({ name: 'Cod', source: 'obis', parameters: { taxonIds: [126436] } });
  const { data: profiles, meta } = await call(editor, 'GET /profiles');
  expect(meta.sources).toEqual(expect.arrayContaining(['obis', 'gbif', 'worms']));
  expect(profiles).toEqual([
    { name: 'Cod', source: 'obis', parameters: { taxonIds: [126436] }, isEnabled: true },
  ]);
  const body = { source: 'obis', profile: 'Cod', mode: 'dry-run' };
  const started = await call(staff, 'POST /runs', body);
  expect([started.status, started.data]).toMatchObject([202, { profile: 'Cod', state: 'queued' }]);
  expect(started.data.parameters).toMatchObject({ taxonIds: [126436] });
  const over = await whenOver(started.data.id);
  expect(over).toMatchObject({ state: 'succeeded', mode: 'dry-run' });
  expect(await app.db('occurrences')).toEqual([]);
});

it('says why a profile cannot be run', async () => {
  const unknown = await call(staff, 'POST /runs', { source: 'gbif', profile: 'Cod' });
  expect(unknown.error.message).toBe('There is no import profile "Cod".');
  const both = { source: 'obis', profile: 'Cod', parameters: { taxonIds: [1] } };
  expect((await call(staff, 'POST /runs', both)).status).toBe(422);
});

it('lets editors look and decide, but not start or steer; nobody else does anything', async () => {
  const stranger = await fetch(`${app.url}/importer/runs`);
  expect(stranger.status).toBe(401);
  expect((await call(editor, 'GET /runs')).status).toBe(200);
  const body = { source: 'obis', mode: 'dry-run', all: true };
  expect((await call(editor, 'POST /runs', body)).status).toBe(403);
  expect((await call(editor, 'POST /runs/1/cancel')).status).toBe(403);
  const author = await signInToPanel(app, 'strapi-author');
  expect((await call(author, 'GET /runs')).status).toBe(403);
  expect((await call(author, 'POST /links/1/reject')).status).toBe(403);
});

it('tells how fresh each dataset is, and how many records of it are here', async () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const dataset = (key: string, updated: string, accessed: string | null) => ({
    document_id: key.padEnd(24, '0'),
    provider: 'obis',
    dataset_key: key,
    title: `Survey ${key}`,
    updated_at_provider: day(updated),
    accessed_at: accessed && day(accessed),
  });
  await app
    .db('datasets')
    .insert([dataset('old', '2026-01-01', '2026-02-01'), dataset('new', '2026-03-01', null)]);
  await insertOccurrence(app.db, { provider: 'obis', dataset_key: 'old' });
  await insertOccurrence(app.db, {
    provider: 'obis',
    dataset_key: 'old',
    withdrawn_at: new Date(),
  });
  const { data, meta } = await call(editor, 'GET /datasets?pageSize=1&page=2');
  expect(meta).toEqual({ page: 2, pageSize: 1, total: 2, pageCount: 2 });
  expect(data).toMatchObject([
    { title: 'Survey old', records: 1, isBehind: false, pulledAt: '2026-02-01T00:00:00.000Z' },
  ]);
  const first = await call(editor, 'GET /datasets?pageSize=1');
  expect(first.data).toMatchObject([{ title: 'Survey new', isBehind: true, pulledAt: null }]);
  expect((await call(editor, 'GET /datasets?size=1')).status).toBe(400);
});

it('tells when imports start by themselves', async () => {
  const { data } = await call(editor, 'GET /schedules');
  expect(data).toMatchObject([
    { mode: 'incremental', cron: '0 3 1 * *' },
    { mode: 'full', cron: '', nextAt: null },
  ]);
  const next = new Date(String(data[0]?.nextAt));
  expect([next.getUTCDate(), next.getUTCHours(), next > new Date()]).toEqual([1, 3, true]);
});

it('shows the first records that a run refused, and all as CSV', async () => {
  const [run] = await app
    .db('importer_runs')
    .insert({
      source: 'obis',
      mode: 'full',
      state: 'succeeded',
      parameters: '{}',
      parameters_key: 'k',
    })
    .returning<{ id: string }[]>('id');
  const id = Number(run?.id);
  await app.db('importer_rejected').insert({
    run_id: id,
    ordinal: 7,
    provider_record_id: 'r7',
    reasons: ['NO_NAME'],
    source_line: '{"a":1}',
  });
  expect((await call(editor, `GET /runs/${id}/rejected`)).data).toEqual([
    { ordinal: 7, providerRecordId: 'r7', reasons: ['NO_NAME'], source: '{"a": 1}' },
  ]);
  expect((await call(editor, 'GET /runs/999999/rejected')).error.message).toMatch(/no such import/);
  const csv = await editor.ask(`/importer/runs/${id}/rejected.csv`);
  expect(await csv.text()).toContain('7,r7,NO_NAME');
});

it('remembers which account of the panel decided about a link', async () => {
  await insertUnclearPair(app.db);
  await app.strapi.plugin('importer').service<LinksService>('links').linkPending();
  const { data } = await call(editor, 'GET /links');
  expect(data).toHaveLength(1);
  const decided = await call(editor, `POST /links/${String(data[0]?.id)}/confirm`, {});
  expect(decided.data).toMatchObject({ state: 'confirmed', decidedBy: `panel:${editor.id}` });
  expect((await call(editor, 'GET /links')).data).toEqual([]);
});

it('parts what was decided to be one, takes it back, and has the record public that is chosen', async () => {
  await insertUnclearPair(app.db);
  await app.strapi.plugin('importer').service<LinksService>('links').linkPending();
  const { data } = await call<LinkView[]>(editor, 'GET /links');
  const [link] = data;
  const [first, second] = (link?.records ?? []).map(({ documentId }) => documentId);
  const decide = (what: string, body = {}) => call(editor, `POST /links/${link?.id}/${what}`, body);
  for (const canonical of [second, first]) {
    const decided = await decide('confirm', { canonical });
    expect(decided.data).toMatchObject({ state: 'confirmed', canonical });
    const publics = await app.db('occurrences').whereNull('duplicate_of').pluck('document_id');
    expect(publics).toEqual([canonical]);
  }
  expect((await call(editor, 'GET /links?state=confirmed')).data).toHaveLength(1);
  expect((await decide('unlink')).data).toMatchObject({ state: 'rejected', canonical: null });
  expect(await app.db('occurrences').whereNotNull('duplicate_of')).toEqual([]);
  expect((await call(editor, 'GET /links?state=rejected')).data).toHaveLength(1);
  expect((await decide('unlink')).status).toBe(409);
  expect((await decide('confirm')).data).toMatchObject({ state: 'confirmed' });
});

it('lists the runs of a source, or in a state, page by page', async () => {
  const sources = ['obis', 'gbif', 'obis', 'obis'];
  for (const [index, source] of sources.entries()) {
    await app.db('importer_runs').insert({
      ...{ source, mode: 'full', parameters: '{}', parameters_key: `k${index}` },
      state: index === 0 ? 'failed' : 'succeeded',
    });
  }
  const listed = async (query: string) => {
    const { data, meta } = await call(editor, `GET /runs?${query}`);
    return { found: data.map(({ source, state }) => [source, state].join(' ')), meta };
  };
  expect((await listed('source=gbif')).found).toEqual(['gbif succeeded']);
  const first = await listed('source=obis&state=succeeded&limit=1');
  expect(first.found).toEqual(['obis succeeded']);
  const next = encodeURIComponent(String(first.meta['nextCursor']));
  const second = await listed(`source=obis&state=succeeded&limit=1&cursor=${next}`);
  expect(second).toMatchObject({ found: ['obis succeeded'], meta: { nextCursor: null } });
  expect((await call(editor, `GET /runs?source=gbif&limit=1&cursor=${next}`)).status).toBe(400);
});

it('shows what only imports write in the form of an occurrence, without a field to change it', async () => {
  const path = '/content-manager/content-types/api::occurrence.occurrence/configuration';
  const { data } = (await (await staff.ask(path)).json()) as {
    data: { contentType: { metadatas: Record<string, { edit: { editable?: boolean } }> } };
  };
  const { metadatas } = data.contentType;
  const fixed = Object.keys(metadatas).filter((name) => metadatas[name]?.edit.editable === false);
  expect(fixed).toEqual(
    expect.arrayContaining(['provider', 'datasetKey', 'recordKey', 'licenseCode', 'withdrawnAt',
      'firstSeenAt', 'lastSeenAt', 'duplicateOf', 'sameAs', 'raw', 'contentHash']),
  ); // prettier-ignore
  expect(fixed).not.toContain('hiddenAt');
});
