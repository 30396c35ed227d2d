import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createMapReader } from '../support/map-reader';

process.env.THROTTLE_ENABLED = 'false';
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const { place } = createMapReader(() => app);
const ask = async (format: string, query = '', etag = '') => {
  const headers = { 'If-None-Match': etag };
  const address = `${app.url}/api/geo/occurrences/export.${format}${query}`;
  const answer = await fetch(address, { headers });
  const text = await answer.text();
  return { status: answer.status, etag: String(answer.headers.get('etag')), text };
};

/** The tag of what does not change any more. */
async function settledTag(format: string): Promise<string> {
  let { etag } = await ask(format);
  await until('the file is known', async () => {
    const again = await ask(format, '', etag);
    etag = again.etag;
    return again.status === 304 && again.text === '';
  });
  return etag;
}

describe('an export that the client has', () => {
  beforeAll(async () => {
    await place(1, 1);
    await app.db('datasets').insert({
      document_id: 'd'.repeat(24),
      provider: 'test',
      dataset_key: 'factory',
      title: 'Reef survey',
    });
  });

  it.each(['geojson', 'csv', 'gpx', 'dwca.zip'])('is 304 as %s', async (format) => {
    expect(await settledTag(format)).toMatch(/^W\/"[\w-]+"$/);
  });

  it('is sent again for another question and as another format', async () => {
    const etag = await settledTag('geojson');
    expect((await ask('geojson', '?bbox=0,0,5,5', etag)).status).toBe(200);
    expect((await ask('csv', '', etag)).status).toBe(200);
  });

  it.each(['occurrences', 'datasets'])('is sent again after a write to %s', async (table) => {
    const etag = await settledTag('geojson');
    await app.db(table).update({ license: 'CC0 1.0' });
    await until('it is new', async () => (await ask('geojson', '', etag)).status === 200);
  });

  it('has no tag when the question is not understood', async () => {
    expect(await ask('csv', '?bbox=1', '*')).toMatchObject({ status: 400, etag: 'null' });
  });
});
