import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createFileClient } from '../../src/lib/http-client/get-file';
import { startApp, type TestApp } from '../support/app';
import { cods } from '../support/archives';
import { createImportRig, forgetImports } from '../support/import-rig';
import { textAnswer, type ReplayRequest } from '../support/replay-server/exchange';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { makeZip } from '../support/zip';

const leadTo = (location: string) => ({ ...textAnswer('', 302), headers: { location } });

function answer({ path: asked }: ReplayRequest) {
  if (asked === '/moved.zip') return leadTo('/r/cods.zip');
  if (asked === '/circle.zip') return leadTo('/circle.zip');
  if (asked !== '/r/cods.zip') return null;
  return { status: 200, contentType: 'application/zip', body: makeZip(cods()) };
}

describe('an archive at an address', () => {
  let app: TestApp;
  let replay: ReplayServer;
  const scratch = () => readdirSync(os.tmpdir()).filter((name) => /^shoal-/.test(name));

  beforeAll(async () => {
    replay = await startReplayServer({
      providers: [{ name: 'files', answer }, createWormsProvider({ records: [] })],
    });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
  });
  beforeEach(() => forgetImports(app.db));
  afterEach(() => replay.arm());

  const importUrl = (asked: string) =>
    createImportRig(app, replay).runs.start({
      source: 'dwca',
      parameters: { url: `${replay.url}${asked}` },
    });

  it('is fetched whole, also after some trouble, and not kept', async () => {
    const before = scratch();
    replay.arm({ kind: 'status', status: 503, nth: [1] }, { kind: 'truncated-body', nth: [2] });
    expect(await importUrl('/moved.zip')).toMatchObject({ state: 'succeeded', tally: { read: 2 } });
    expect(scratch()).toEqual(before);
  });

  it.each([
    ['is not there', '/gone.zip', 'file-status'],
    ['leads nowhere', '/circle.zip', 'file-refused'],
  ])('that %s fails the run', async (_, asked, code) => {
    expect(await importUrl(asked)).toMatchObject({ state: 'failed', error: { code } });
  });
});

describe('a file client', () => {
  let replay: ReplayServer;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'fetched-'));
    replay = await startReplayServer({ providers: [{ name: 'files', answer }] });
  });
  afterAll(async () => {
    await replay.close();
    rmSync(folder, { recursive: true });
  });

  const fetchFrom = (url: string, settings: { allowsPrivate?: boolean; maxBytes?: number } = {}) =>
    createFileClient({
      userAgent: 'test',
      idleMs: 2000,
      maxBytes: 1e6,
      allowsPrivate: false,
      now: Date.now,
      ...settings,
    }).getFile(url, path.join(folder, 'file'), { signal: new AbortController().signal });

  it.each([
    'http://93.184.216.34/a.zip',
    'https://127.0.0.1/a.zip',
    'https://[::1]/a.zip',
    'https://[::ffff:10.0.0.1]/a.zip',
    'https://169.254.169.254/latest/meta-data',
    'https://0x7f000001/a.zip',
    'file:///etc/passwd',
  ])('does not ask %s', async (url) => {
    await expect(fetchFrom(url)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('does not connect to a name that means our own network', async () => {
    await expect(fetchFrom('https://localhost/a.zip')).rejects.toThrow(
      /no address of the Internet/,
    );
  });

  it('takes no more than agreed', async () => {
    const url = `${replay.url}/r/cods.zip`;
    const asked = fetchFrom(url, { allowsPrivate: true, maxBytes: 100 });
    await expect(asked).rejects.toMatchObject({ kind: 'too-large' });
  });
});
