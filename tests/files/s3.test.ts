import type { Files } from '../../src/plugins/files/contract/files';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { picture } from '../support/pictures';
import { ask } from '../support/sign-in-rig';
import { s3Settings, startS3Server, type S3Server } from '../support/s3-server';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import {
  fileCounts,
  letHoursPass,
  sweep,
  temporaryFolders,
  upload,
  type SentFile,
} from '../support/uploads';

const MEGABYTE = 1024 * 1024;

let s3: S3Server;
let proxy: TcpProxy;
let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  s3 = await startS3Server();
  proxy = await startTcpProxy(s3.url);
  Object.assign(process.env, s3Settings(proxy.url.replace(/\/$/, ''), s3));
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterEach(() => {
  proxy.restore();
  s3.failOn(undefined);
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
  await s3.close();
});

const send = (...files: SentFile[]) => upload(app, headers, files);
const text = (name = 'a.txt', content = 'whales'): SentFile => ({ name, content });
const large = (): SentFile => ({ name: 'film.mp4', content: film });
const film = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  Buffer.alloc(12 * MEGABYTE),
]);

it('U-15: stores what came in the bucket, privately and never to be opened', async () => {
  const { status, shown } = await send({
    name: 'sea.png',
    content: await picture().png().toBuffer(),
  });
  expect(status).toBe(201);
  const put = s3.requests.find(({ method }) => method === 'PUT');
  expect(put?.url).toMatch(/^\/shoal\/test\/[0-9a-f]{32}\.png/);
  expect(put?.headers).toMatchObject({
    'x-amz-acl': 'private',
    'content-type': 'image/png',
    'content-disposition': 'attachment',
  });
  // Nothing is ever asked that would open the bucket: no list of rights, no policy.
  expect(s3.requests.filter(({ url }) => /[?&](acl|policy|publicAccessBlock)\b/.test(url))).toEqual(
    [],
  );
  expect(await s3.objects()).toHaveLength(1);
  expect(shown[0]).toMatchObject({ mime: 'image/png', width: 64 });
  const row = await app.db('files').where('document_id', shown[0]?.id).first();
  expect(row).toMatchObject({ provider: 'aws-s3', url: expect.not.stringContaining('X-Amz') });
});

it('U-13, U-14: gives signed links that download under the name, for a while', async () => {
  const { shown } = await send(text('Übersicht.txt'));
  const link = new URL(shown[0]?.url ?? '');
  expect(link.searchParams.get('X-Amz-Expires')).toBe('300');
  const lasts = Date.parse(shown[0]?.urlExpiresAt ?? '') - Date.now();
  expect(Math.abs(lasts - 300_000)).toBeLessThan(5000);
  const answer = await fetch(link);
  expect([answer.status, await answer.text()]).toEqual([200, 'whales']);
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="_bersicht.txt"; filename*=UTF-8''%C3%9Cbersicht.txt`,
  );
  link.searchParams.set('X-Amz-Date', '20200101T000000Z');
  expect((await fetch(link)).status).toBe(403);
  expect((await fetch(`${app.url}/api/files/${link.pathname.split('/').at(-1)}`)).status).toBe(403);
});

it('stores large files in parts', async () => {
  const { status, shown } = await send(large());
  expect(status).toBe(201);
  const stored = Buffer.from(await (await fetch(shown[0]?.url ?? '')).arrayBuffer());
  expect(stored.equals(film)).toBe(true);
});

it('deletes the object with the upload', async () => {
  const before = await s3.objects();
  const { shown } = await send(text());
  const removed = await ask(app, `/uploads/${shown[0]?.id}`, { method: 'DELETE', headers });
  expect(removed.status).toBe(204);
  expect(await s3.objects()).toEqual(before);
});

it('shows an avatar from there, and links to what hangs on entries', async () => {
  const { shown } = await send({ name: 'me.png', content: await picture().png().toBuffer() });
  const { body } = await ask(app, '/users/me', {
    method: 'PATCH',
    headers,
    body: { profile: { avatarId: shown[0]?.id } },
  });
  expect((await fetch(String(body.data.profile.avatar.url))).status).toBe(200);
  const place = { contentType: 'api::profile.profile', field: 'avatar' };
  const { related_id: id } = await app.db('files_related_mph').first<{ related_id: number }>();
  const files = app.strapi.plugin('files').service<Files>('files');
  const link = await files.downloadLink({ ...place, id });
  expect((await fetch(link ?? '')).headers.get('content-disposition')).toContain('me.png');
  expect(await files.downloadLink({ ...place, id: id + 1 })).toBeNull();
});

describe('U-12', () => {
  let before: { objects: string[]; files: number };
  beforeEach(async () => {
    before = { objects: await s3.objects(), files: (await fileCounts(app)).files };
  });

  /** There is no file, no object once S3 is back and a sweep has been, and no part. */
  async function expectNothingLeft(): Promise<void> {
    expect((await fileCounts(app)).files).toBe(before.files);
    expect(temporaryFolders()).toEqual([]);
    proxy.restore();
    s3.failOn(undefined);
    await app.db.raw(`delete from files_uploads where file_id is not null`);
    await letHoursPass(app, 1);
    await sweep(app);
    expect((await fileCounts(app)).uploads).toBe(0);
    expect(await s3.objects()).toEqual(before.objects);
  }

  it('is 503 while S3 is down', async () => {
    proxy.cut();
    const { status, body } = await send(text());
    expect([status, body.code]).toEqual([503, 'dependency-unavailable']);
    await expectNothingLeft();
    expect((await send(text())).status).toBe(201);
  });

  it('is 503 while S3 hangs, and does not wait for long', async () => {
    app.strapi.config.set('plugin::files.storeSeconds', 2);
    proxy.freeze();
    const started = performance.now();
    const { status, body } = await send(text());
    expect([status, body.code]).toEqual([503, 'dependency-unavailable']);
    expect(performance.now() - started).toBeLessThan(15_000);
    app.strapi.config.set('plugin::files.storeSeconds', 20);
    await expectNothingLeft();
  });

  it('is 503 when S3 fails', async () => {
    s3.failOn(({ method }) => method === 'PUT');
    expect((await send(text())).status).toBe(503);
    await expectNothingLeft();
  });

  it('is 503 when the second file fails, and takes the first back', async () => {
    let puts = 0;
    s3.failOn(({ method }) => method === 'PUT' && (puts += 1) > 1);
    expect((await send(text('one.txt'), text('two.txt'))).status).toBe(503);
    // Without waiting for the sweeper.
    expect(await s3.objects()).toEqual(before.objects);
    await expectNothingLeft();
  });

  it('is 503 when a part fails, and calls the other parts off', async () => {
    s3.requests.length = 0;
    s3.failOn(({ url }) => url.includes('partNumber=2'));
    expect((await send(large())).status).toBe(503);
    const calledOff = s3.requests.filter(
      ({ method, url }) => method === 'DELETE' && url.includes('uploadId='),
    );
    expect(calledOff.length).toBeGreaterThan(0);
    await expectNothingLeft();
  });

  it('has the sweeper come back for what S3 does not delete', async () => {
    const { shown } = await send(text());
    s3.failOn(({ method }) => method === 'DELETE');
    const removed = await ask(app, `/uploads/${shown[0]?.id}`, { method: 'DELETE', headers });
    expect(removed.status).toBe(204);
    expect((await sweep(app)).objects).toBe(0);
    await expectNothingLeft();
  });
});
