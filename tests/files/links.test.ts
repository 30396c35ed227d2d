import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { picture } from '../support/pictures';
import { onServer, upload, useUploadFolder, type SentFile } from '../support/uploads';

const folder = useUploadFolder();

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (...files: SentFile[]) => upload(app, headers, files);
const text = (name: string, content = 'whales'): SentFile => ({ name, content });

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

  it('work for FILE_LINK_SECONDS, and a minute longer at most', async () => {
    const answer = await send(text('a.txt'));
    const lasts = Date.parse(answer.shown[0]?.urlExpiresAt ?? '') - Date.now();
    expect(lasts).toBeGreaterThan(295_000);
    expect(lasts).toBeLessThanOrEqual(360_000);
    const { searchParams } = new URL(answer.shown[0]?.url ?? '');
    const expires = new Date(Number(searchParams.get('expires')) * 1000);
    expect(answer.shown[0]?.urlExpiresAt).toBe(expires.toISOString());
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
