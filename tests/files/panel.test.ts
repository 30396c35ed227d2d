import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Context, Middleware } from 'koa';
import sharp from 'sharp';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { photoWithPosition } from '../support/pictures';
import { useUploadFolder } from '../support/uploads';

const folder = useUploadFolder();

let app: TestApp;
let panel: PanelAccount;
let scratch: string;
beforeAll(async () => {
  app = await startApp();
  panel = await signInToPanel(app);
  scratch = mkdtempSync(path.join(os.tmpdir(), 'shoal-panel-'));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
  rmSync(scratch, { recursive: true });
});

interface ParsedFile {
  filepath: string;
  originalFilename: string;
  mimetype: string;
  size: number;
}

/**
 * Gives a file as the body parser leaves it to what stands before the media library. The library's
 * own look at it loads a module that the test runner cannot.
 */
async function pass(name: string, content: Buffer | string, mimetype = ''): Promise<ParsedFile> {
  const file = {
    filepath: path.join(scratch, 'file'),
    originalFilename: name,
    mimetype,
    size: content.length,
  };
  writeFileSync(file.filepath, content);
  const create = app.strapi.plugin('files').middlewares['panel-inspection'] as unknown as (
    config: undefined,
    wiring: object,
  ) => Middleware;
  const inspect = create(undefined, { strapi: app.strapi });
  await inspect({ request: { files: { files: file } } } as unknown as Context, () =>
    Promise.resolve(),
  );
  return file;
}

it('U-09: keeps no position of a photo that staff put into the media library', async () => {
  const file = await pass('reef.JPG', await photoWithPosition(), 'image/jpeg');
  expect(file).toMatchObject({ originalFilename: 'reef.JPG', mimetype: 'image/jpeg' });
  const stored = readFileSync(file.filepath);
  expect(stored).toHaveLength(file.size);
  const { exif, width, height } = await sharp(stored).metadata();
  expect({ exif, width, height }).toEqual({ width: 48, height: 64 });
});

it('tells the media library what a file is, whatever it was called', async () => {
  const file = await pass('a.png', '%PDF-1.7\n', 'image/png');
  expect(file).toMatchObject({ originalFilename: 'a.pdf', mimetype: 'application/pdf' });
});

it.each([
  ['an html page called png', 'a.png', '<html><script>alert(1)</script>'],
  ['an svg', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a script', 'a.js', 'alert(1)'],
])('refuses %s, and says so in words that the panel shows', async (_what, name, content) => {
  await expect(pass(name, content)).rejects.toMatchObject({ code: 'unsupported-content' });
  const form = new FormData();
  form.append('files', new Blob([content], { type: 'image/png' }), name);
  const answer = await panel.ask('/upload', { method: 'POST', form });
  const body = (await answer.json()) as { error: { status: number; message: string } };
  expect([answer.status, body.error.status]).toEqual([422, 422]);
  expect(body.error.message).toContain(name);
});

it('fetches no files from other addresses', async () => {
  for (const address of ['/upload/actions/upload-from-urls', '/UPLOAD/actions/upload-from-urls/']) {
    const body = { urls: [`${app.url}/api/health`] };
    expect((await panel.ask(address, { method: 'POST', body })).status).toBe(403);
  }
});
