import type { LinksService } from '../../src/plugins/importer/server/services/links';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { COD_OF_A_DAY, insertOccurrence } from '../support/factories';
import { forgetImports } from '../support/import-rig';
import { asProgram, makePerson, signIn } from '../support/people';

const LINKS = '/api/importer/links';

let app: TestApp;
let admin: Record<string, string>;
const ask = createAsk(() => app);

interface View {
  id: number;
  state: string;
  reason: string;
  evidence: string[];
  canonical: string | null;
  decidedBy: string | null;
  records: { documentId: string; provider: string; duplicateOf: string | null }[];
}
interface Page {
  data: View[];
  meta: { nextCursor: string | null };
}

const headersOf = async (role: string) =>
  asProgram(await signIn(app, await makePerson(app, { role })));
const link = () => app.strapi.plugin('importer').service<LinksService>('links').linkPending();
const list = async (query = '') =>
  JSON.parse((await ask(`GET ${LINKS}?${query}`, { headers: admin })).text) as Page;
const decide = async (id: number, what: string, body?: object) => {
  const answer = await ask(`POST ${LINKS}/${id}/${what}`, {
    headers: admin,
    ...(body && { body }),
  });
  return { ...answer, view: answer.data as unknown as View };
};

/** The same fish of a day at both providers, at a place of its own; the ids of both rows. */
async function addPair(place: number) {
  const at = { ...COD_OF_A_DAY, decimal_latitude: place };
  const obis = await insertOccurrence(app.db, { ...at, provider: 'obis', dataset_key: 'o' });
  const gbif = await insertOccurrence(app.db, { ...at, provider: 'gbif', dataset_key: 'g' });
  await link();
  return { obis: obis.document_id, gbif: gbif.document_id, obisId: obis.id, gbifId: gbif.id };
}

const onlyLink = async (state = 'waiting'): Promise<View> => {
  const [first] = (await list(`state=${state}`)).data;
  if (!first) throw new Error(`No link is ${state}`);
  return first;
};

beforeAll(async () => {
  app = await startApp();
  admin = await headersOf('admin');
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));

it('lists what waits for a decision, newest first and page by page, with both records', async () => {
  const pairs = [await addPair(10), await addPair(20), await addPair(30)];
  const first = await list('limit=2');
  const second = await list(`limit=2&cursor=${String(first.meta.nextCursor)}`);
  const found = [...first.data, ...second.data];
  expect(found.map(({ records }) => records.map(({ documentId }) => documentId))).toEqual(
    pairs.reverse().map(({ obis, gbif }) => [obis, gbif]),
  );
  expect(second.meta.nextCursor).toBeNull();
  expect(found[0]).toMatchObject({
    state: 'waiting',
    reason: 'evidence',
    evidence: ['same-taxon', 'same-day', 'same-position'],
  });
  expect((await list('state=confirmed')).data).toEqual([]);
  for (const query of ['state=odd', 'limit=0', 'colour=blue', 'cursor=x']) {
    expect(await ask(`GET ${LINKS}?${query}`, { headers: admin })).toMatchObject({ status: 400 });
  }
});

it('lets an editor confirm, choose which is public, and take it back', async () => {
  const { obis, gbif, obisId } = await addPair(10);
  const { id } = await onlyLink();
  const confirmed = await decide(id, 'confirm', { canonical: gbif });
  expect(confirmed.view).toMatchObject({ state: 'confirmed', canonical: gbif });
  expect(confirmed.view.decidedBy).toMatch(/^user:/);
  expect(confirmed.view.records.map(({ duplicateOf }) => duplicateOf)).toEqual([gbif, null]);
  expect((await ask(`GET /api/geo/occurrences/count`)).data).toEqual({ count: 1 });
  // It stands against the rules, whatever becomes of the records.
  await app.db('occurrences').where({ id: obisId }).update({ event_date: '2020-06-09' });
  await link();
  expect((await onlyLink('confirmed')).records[0]).toMatchObject({ duplicateOf: gbif });

  const unlinked = await decide(id, 'unlink');
  expect(unlinked.view.state).toBe('rejected');
  expect(unlinked.view.records).toMatchObject([
    { documentId: obis, duplicateOf: null },
    { documentId: gbif, duplicateOf: null },
  ]);
  expect((await ask(`GET /api/geo/occurrences/count`)).data).toEqual({ count: 2 });
});

it('never brings back by itself what an editor rejected, and lets them change their mind', async () => {
  const { obisId, gbifId } = await addPair(10);
  const { id } = await onlyLink();
  expect((await decide(id, 'reject')).view.state).toBe('rejected');
  const clock = { event_date: '2020-06-01T10:11:12', event_date_precision: 'time' };
  await app.db('occurrences').whereIn('id', [obisId, gbifId]).update(clock);
  await link();
  expect((await list('state=automatic')).data).toEqual([]);
  expect((await decide(id, 'confirm')).view.state).toBe('confirmed');
});

it('refuses a second decision that contradicts the first', async () => {
  const { obis } = await addPair(10);
  const at = { ...COD_OF_A_DAY, decimal_latitude: 10, provider: 'gbif', dataset_key: 'g' };
  await insertOccurrence(app.db, at);
  await link();
  const [second, first] = (await list()).data;
  if (!first || !second) throw new Error('Two are to wait');
  expect((await decide(first.id, 'confirm')).view.state).toBe('confirmed');
  // The rival no longer waits: it is another fish.
  expect((await list()).data).toEqual([]);
  expect((await decide(second.id, 'confirm')).status).toBe(404);
  expect((await decide(first.id, 'confirm', { canonical: obis })).status).toBe(200);
  expect(await decide(first.id, 'confirm', { canonical: 'nobody' })).toMatchObject({ status: 422 });
  expect(await decide(first.id, 'confirm', { colour: 'blue' })).toMatchObject({ status: 422 });
  await decide(first.id, 'reject');
  for (const what of ['reject', 'unlink']) {
    const again = await decide(first.id, what);
    expect(again).toMatchObject({ status: 409, code: 'link-decided' });
  }
});

it.each(['99999999', 'x', '0'])('knows no link "%s"', async (id) => {
  for (const call of [`GET ${LINKS}/${id}`, `POST ${LINKS}/${id}/reject`]) {
    expect(await ask(call, { headers: admin })).toMatchObject({ status: 404 });
  }
});

describe('who is no administrator', () => {
  const CALLS = [
    `GET ${LINKS}`,
    `GET ${LINKS}/1`,
    `POST ${LINKS}/1/confirm`,
    `POST ${LINKS}/1/reject`,
    `POST ${LINKS}/1/unlink`,
  ];

  it.each(['student', 'mentor', 'supervisor'])('may not, as %s', async (role) => {
    const headers = await headersOf(role);
    for (const call of CALLS) expect(await ask(call, { headers })).toMatchObject({ status: 403 });
  });

  it('may not, without signing in', async () => {
    const statuses = await Promise.all(CALLS.map(async (call) => (await ask(call)).status));
    expect(new Set(statuses)).toEqual(new Set([401]));
  });
});
