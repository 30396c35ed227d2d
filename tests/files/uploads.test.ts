import { request } from 'node:http';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel } from '../support/panel';
import { asBrowser, asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { noise, picture } from '../support/pictures';
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
const text = (name: string, content = 'whales'): SentFile => ({ name, content });

/** Sends a body as it is, and hangs up after it when the server still waits. */
function sendRaw(
  body: Buffer | string,
  more: Record<string, string> = {},
): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${app.url}/api/uploads`, {
      method: 'POST',
      // A body that never comes would be taken out of the next request's.
      agent: false,
      headers: { ...headers, 'content-type': 'multipart/form-data; boundary=kelp', ...more },
    });
    sent.on('error', reject).on('response', (answer) => {
      let said = '';
      answer.on('data', (chunk: Buffer) => (said += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(said) }));
    });
    sent.end(body);
  });
}
const part = (name: string | Buffer, content = 'whales') =>
  Buffer.concat([
    Buffer.from('--kelp\r\nContent-Disposition: form-data; name="files"; filename="'),
    Buffer.from(name),
    Buffer.from(`"\r\n\r\n${content}\r\n`),
  ]);
const END = '--kelp--\r\n';

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
    const png = (await picture().png().toBuffer()).toString('latin1');
    const head = Buffer.concat([
      Buffer.from('--kelp\r\nContent-Disposition: form-data; name="files"; filename="'),
      Buffer.from(filename),
      Buffer.from('"\r\n\r\n'),
      Buffer.from(png, 'latin1'),
      Buffer.from('\r\n'),
    ]);
    const { status, body } = await sendRaw(Buffer.concat([head, Buffer.from(END)]));
    expect([status, body.data?.[0].name]).toEqual([201, label]);
    const row = await app.db('files').where('document_id', body.data[0].id).first();
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

describe('DELETE /api/uploads/:id', () => {
  const remove = (id: string) =>
    fetch(`${app.url}/api/uploads/${id}`, { method: 'DELETE', headers });

  it('deletes the file and the object', async () => {
    const { shown } = await send(text('a.txt'));
    const before = { counts: await fileCounts(app), objects: folder.objects().length };
    expect((await remove(shown[0]?.id ?? '')).status).toBe(204);
    expect(await fileCounts(app)).toEqual({
      files: before.counts.files - 1,
      uploads: before.counts.uploads - 1,
    });
    expect(folder.objects()).toHaveLength(before.objects - 1);
    expect((await remove(shown[0]?.id ?? '')).status).toBe(404);
  });

  it('U-16: does not know uploads of others, nor what is none', async () => {
    const { shown } = await send(text('a.txt'));
    headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
    for (const id of [shown[0]?.id ?? '', 'nonsense', 'Ä', '..%2f..', '1']) {
      expect((await remove(id)).status).toBe(404);
    }
    headers = {};
    expect((await remove(shown[0]?.id ?? '')).status).toBe(401);
    expect((await fetch(onServer(app, shown[0]?.url ?? ''))).status).toBe(200);
  });

  it('leaves alone what something shows', async () => {
    const { shown } = await send(text('a.txt'));
    const file = await app.db('files').where('document_id', shown[0]?.id).first('id');
    const place = { related_id: 1, related_type: 'api::event.event', field: 'cover' };
    await app.db('files_related_mph').insert({ file_id: file.id, ...place });
    const answer = await remove(shown[0]?.id ?? '');
    const body = (await answer.json()) as { code: string };
    expect([answer.status, body.code]).toEqual([409, 'file-in-use']);
    await app.db('files_related_mph').where({ file_id: file.id }).delete();
    expect((await remove(shown[0]?.id ?? '')).status).toBe(204);
  });
});

describe('links', () => {
  const linkTo = async (file: SentFile) => onServer(app, (await send(file)).shown[0]?.url ?? '');

  it('U-14: give the file to whoever has one, to save and never to open', async () => {
    const link = await linkTo(text('Übersicht "1".txt', 'whales'));
    const answer = await fetch(link, { headers: { origin: 'https://elsewhere.example' } });
    expect([answer.status, await answer.text()]).toEqual([200, 'whales']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '6',
      'content-disposition': `attachment; filename="_bersicht _1_.txt"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.txt`,
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/^private, max-age=\d+$/),
      'accept-ranges': 'bytes',
    });
  });

  it('saves what is called a program under the ending of what it is', async () => {
    const png = await picture().png().toBuffer();
    const link = await linkTo({ name: 'a.jpg.php', content: png });
    const disposition = (await fetch(link)).headers.get('content-disposition');
    expect(disposition).toContain('filename="a.jpg.php.png"');
  });

  it('U-13: are worth nothing when they are changed, over, or without a signature', async () => {
    const link = new URL(await linkTo(text('a.txt')));
    const other = new URL(await linkTo(text('b.txt')));
    const changed = (change: (url: URL) => void): string => {
      const copy = new URL(link);
      change(copy);
      return copy.href;
    };
    const links = [
      changed((url) => (url.search = '')),
      changed((url) => url.searchParams.delete('signature')),
      changed((url) => url.searchParams.set('signature', 'x')),
      changed((url) => url.searchParams.set('expires', '99999999999')),
      changed((url) => url.searchParams.set('as', 'b.html')),
      changed((url) => (url.pathname = other.pathname)),
      changed((url) => (url.pathname = '/api/files/..%2f..%2fpackage.json')),
    ];
    for (const bad of links) {
      const answer = await fetch(bad);
      const body = (await answer.json()) as { code: string };
      expect([bad, answer.status, body.code]).toEqual([bad, 403, 'invalid-link']);
    }
    expect((await fetch(link)).status).toBe(200);
    const object = path.basename(link.pathname);
    rmSync(path.join(folder.path, object));
    expect((await fetch(link)).status).toBe(404);
  });

  it('are over after FILE_LINK_SECONDS', async () => {
    const answer = await send(text('a.txt'));
    const link = onServer(app, answer.shown[0]?.url ?? '');
    const lasts = Date.parse(answer.shown[0]?.urlExpiresAt ?? '') - Date.now();
    expect(lasts).toBeGreaterThan(295_000);
    expect(lasts).toBeLessThanOrEqual(300_000);
    expect(
      Number(new URL(link).searchParams.get('expires')) * 1000 - Date.now(),
    ).toBeLessThanOrEqual(300_000);
  });

  it('gives parts of a file, and says what there is', async () => {
    const link = await linkTo(text('a.txt', '0123456789'));
    const ask = async (range: string, more: Record<string, string> = {}) => {
      const answer = await fetch(link, { headers: { range, ...more } });
      return [answer.status, answer.headers.get('content-range'), await answer.text()];
    };
    expect(await ask('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await ask('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await ask('bytes=10-')).toEqual([416, 'bytes */10', '']);
    expect(await ask('bytes=0-1,3-4')).toEqual([200, null, '0123456789']);
    expect(await ask('bytes=0-1', { 'if-range': '"other"' })).toEqual([200, null, '0123456789']);
    const head = await fetch(link, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '10',
      '',
    ]);
    const etag = head.headers.get('etag') ?? '';
    expect((await ask('bytes=0-1', { 'if-range': etag }))[0]).toBe(206);
    expect((await fetch(link, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(link, { method: 'POST' })).status).toBe(405);
  });

  it('are the only way: nothing lies below public/, and the folder shows nothing', async () => {
    const below = path.resolve('public', 'uploads', 'test-only.txt');
    mkdirSync(path.dirname(below), { recursive: true });
    writeFileSync(below, 'public');
    try {
      for (const address of [
        '/uploads/test-only.txt',
        '/%75ploads/test-only.txt',
        '//uploads/test-only.txt',
        '/x/..%2fuploads/test-only.txt',
        '/UPLOADS/test-only.txt',
        '/./uploads/test-only.txt',
      ]) {
        const answer = await new Promise<number>((resolve, reject) => {
          const { hostname, port } = new URL(app.url);
          request({ hostname, port, path: address }, (said) => {
            said.resume();
            resolve(said.statusCode ?? 0);
          })
            .on('error', reject)
            .end();
        });
        expect([address, answer]).toEqual([address, 404]);
      }
    } finally {
      rmSync(below);
    }
    expect((await fetch(`${app.url}/api/files`)).status).toBe(404);
    expect((await fetch(`${app.url}/api/files/`)).status).toBe(404);
  });
});
