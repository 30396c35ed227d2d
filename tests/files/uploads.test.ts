import { existsSync } from 'node:fs';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel } from '../support/panel';
import { asBrowser, asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { noise, picture } from '../support/pictures';
import { formEnd as END, formPart as part, sendForm } from '../support/raw-form';
import {
  fileCounts,
  onServer,
  temporaryFolders,
  upload,
  useUploadFolder,
  type SentFile,
} from '../support/uploads';

process.env.UPLOAD_MAX_MB = '2';
process.env.UPLOAD_QUOTA_MB = '3';
const folder = useUploadFolder();
const MEGABYTE = 1024 * 1024;

let app: TestApp;
let person: TestPerson;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  person = await makePerson(app);
  headers = asProgram(await signIn(app, person));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (...files: SentFile[]) => upload(app, headers, files);
const sendRaw = (body: Buffer | string, more: Record<string, string> = {}) =>
  sendForm(app, { ...headers, ...more }, body);
const text = (name: string, content = 'whales'): SentFile => ({ name, content });

describe('POST /api/uploads', () => {
  it('takes several files under either name, with texts for those who do not see them', async () => {
    const png = await picture().png().toBuffer();
    const { status, shown } = await upload(
      app,
      headers,
      [
        { name: 'a.png', content: png },
        { ...text('b.txt'), field: 'file' },
      ],
      { alternativeText: ' The sea ' },
    );
    expect(status).toBe(201);
    expect(shown.map(({ name, alternativeText }) => [name, alternativeText])).toEqual([
      ['a.png', 'The sea'],
      ['b.txt', null],
    ]);
    expect(temporaryFolders()).toEqual([]);
  });

  it.each([
    ['U-04', 'a.jpg.php', 'a.jpg.php'],
    ['U-04', 'a.php%00.jpg', 'a.php%00.jpg'],
    ['U-04', '../../x.txt', 'x.txt'],
    ['U-04', 'C:\\\\x\\\\plan.txt', 'plan.txt'],
    ['U-04', `${'n'.repeat(300)}.txt`, `${'n'.repeat(196)}.txt`],
    ['U-04', 'con.txt', 'con.txt'],
    ['U-04', 'invoice\u202Efdp.txt', 'invoicefdp.txt'],
    ['U-04', 'Mu\u0308we.txt', 'Müwe.txt'],
    ['U-04', '..', 'file'],
    ['U-04', '', 'file'],
    ['U-04', '<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
  ])('%s: keeps %j as a label only', async (_case, filename, label) => {
    const png = await picture().png().toBuffer();
    const { status, body } = await sendRaw(Buffer.concat([part(filename, png), Buffer.from(END)]));
    expect([status, body.data?.[0].name]).toEqual([201, label]);
    const row = await app.db('files').where('document_id', String(body.data[0].id)).first();
    expect(row).toMatchObject({ ext: '.png', mime: 'image/png', provider: 'local' });
    expect(row.hash).toMatch(/^[0-9a-f]{32}$/);
    expect(existsSync(path.join(folder.path, `${row.hash}.png`))).toBe(true);
  });

  it('U-06: refuses a NUL in a name, and lives on', async () => {
    const { status, body } = await sendRaw(
      Buffer.concat([part('good.txt'), part('a.php\0.jpg'), Buffer.from(END)]),
    );
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/files/1', code: 'invalid-name', message: expect.any(String) }],
    ]);
    expect((await send(text('a.txt'))).status).toBe(201);
  });

  it('U-05: refuses files over the limit, whatever their number, while they come', async () => {
    const large = { name: 'a.txt', content: 'x'.repeat(2 * MEGABYTE + 1) };
    const { status, body } = await send(large);
    expect([status, body.code]).toEqual([413, 'payload-too-large']);
    expect((await send(text('a.txt'), large)).status).toBe(413);
    // As many bytes as the limit are not over it.
    expect((await send({ name: 'a.txt', content: 'x'.repeat(2 * MEGABYTE) })).status).toBe(201);
    const declared = await sendRaw('', { 'content-length': String(500 * MEGABYTE) }).catch(
      (error: Error) => error,
    );
    expect(declared).toMatchObject({ status: 413 });
  });

  it.each<[string, () => Buffer | string, number, string]>([
    ['U-05 a body that is cut off', () => part('a.txt'), 400, 'malformed-body'],
    ['a body of no parts', () => END, 422, 'validation-failed'],
    ['nothing', () => '', 400, 'malformed-body'],
    ['another boundary', () => '--fish--', 400, 'malformed-body'],
    [
      'an unknown field',
      () => '--kelp\r\nContent-Disposition: form-data; name="folder"\r\n\r\n1\r\n--kelp--',
      422,
      'validation-failed',
    ],
    [
      'text in the place of a file',
      () => '--kelp\r\nContent-Disposition: form-data; name="files"\r\n\r\n1\r\n--kelp--',
      422,
      'validation-failed',
    ],
    [
      'U-10 eleven files',
      () => Buffer.concat([...Array.from({ length: 11 }, () => part('a.txt')), Buffer.from(END)]),
      422,
      'validation-failed',
    ],
    [
      'a text that is too long',
      () =>
        `--kelp\r\nContent-Disposition: form-data; name="alternativeText"\r\n\r\n${'x'.repeat(501)}\r\n${part('a.txt').toString()}${END}`,
      422,
      'validation-failed',
    ],
  ])('refuses %s', async (_what, make, status, code) => {
    const before = await fileCounts(app);
    const answer = await sendRaw(make());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await fileCounts(app)).toEqual(before);
    expect(temporaryFolders()).toEqual([]);
  });

  it('takes nothing but forms, as they are', async () => {
    const asJson = await fetch(`${app.url}/api/uploads`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(asJson.status).toBe(415);
    expect((await sendRaw('', { 'content-type': 'multipart/mixed; boundary=kelp' })).status).toBe(
      415,
    );
    expect((await sendRaw('x', { 'content-encoding': 'gzip' })).status).toBe(415);
    const elsewhere = new FormData();
    elsewhere.append('files', new Blob(['x']), 'a.txt');
    for (const address of ['/api/upload', '/api/events', '/api/uploads/x', '/api/users/me']) {
      const init = { method: 'POST', headers, body: elsewhere };
      expect((await fetch(`${app.url}${address}`, init)).status).toBe(415);
    }
  });

  it('takes nothing from strangers, and reads nothing of what they send', async () => {
    const form = Buffer.concat([part('a.txt'), Buffer.from(END)]);
    headers = {};
    expect(await sendRaw(form)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    headers = { authorization: 'Bearer made.up.token' };
    expect((await sendRaw(form)).status).toBe(401);
    expect(temporaryFolders()).toEqual([]);
  });

  it('takes no form that a foreign page may have sent', async () => {
    const { 'x-csrf-token': _token, ...without } = asBrowser(await signIn(app, person, 'cookie'));
    headers = without;
    const answer = await send(text('a.txt'));
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf-failed']);
    headers = asBrowser(await signIn(app, person, 'cookie'));
    expect((await send(text('a.txt'))).status).toBe(201);
  });

  it('U-10: lets nobody keep more than their quota, however many they send at once', async () => {
    const files = Array.from({ length: 6 }, () => text('a.txt', 'x'.repeat(MEGABYTE * 0.9)));
    const answers = await Promise.all(files.map((file) => send(file)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 507, 507, 507]);
    const refused = answers.find(({ status }) => status === 507);
    expect(refused?.body).toMatchObject({
      type: '/problems/insufficient-storage',
      code: 'quota-exceeded',
    });
    const other = asProgram(await signIn(app, await makePerson(app)));
    expect((await upload(app, other, [text('a.txt')])).status).toBe(201);
    const own = answers.find(({ status }) => status === 201)?.shown[0]?.id ?? '';
    await fetch(`${app.url}/api/uploads/${own}`, { method: 'DELETE', headers });
    expect((await send(text('a.txt', 'x'.repeat(MEGABYTE * 0.9)))).status).toBe(201);
  });

  it('shows what came in the media library, where staff see and delete it', async () => {
    const content = await noise(300, 200).jpeg().toBuffer();
    const { shown } = await send({ name: 'reef.jpg', content });
    const panel = await signInToPanel(app);
    const folders = (await (await panel.ask('/upload/folders')).json()) as {
      data: { id: number; name: string }[];
    };
    expect(folders.data.map(({ name }) => name)).toEqual(['API Uploads']);
    const id = folders.data[0]?.id;
    const listed = await panel.ask(
      `/upload/files?filters[$and][0][folder][id][$eq]=${id}&sort=createdAt:DESC`,
    );
    const { results } = (await listed.json()) as { results: Record<string, string | number>[] };
    expect(results[0]).toMatchObject({
      name: 'reef.jpg',
      width: 300,
      height: 200,
      isUrlSigned: true,
    });
    const seen = await fetch(`${app.url}${results[0]?.url}`);
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const removed = await panel.ask(`/upload/files/${results[0]?.id}`, { method: 'DELETE' });
    expect(removed.status).toBe(200);
    expect((await fetch(onServer(app, shown[0]?.url ?? ''))).status).toBe(404);
  });
});
