import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createScanner } from '../../src/plugins/files/server/services/scanner';
import { startApp, type TestApp } from '../support/app';
import { EICAR, startClamd, type FakeClamd } from '../support/clamd';
import { asProgram, makePerson, signIn } from '../support/people';
import { fileCounts, upload, useUploadFolder } from '../support/uploads';

const folder = useUploadFolder();

let clamd: FakeClamd;
let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  clamd = await startClamd();
  process.env.CLAMAV_ADDRESS = clamd.address;
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (content: string | Buffer) => upload(app, headers, [{ name: 'a.txt', content }]);

it('shows every file to the scanner as it came', async () => {
  const content = Buffer.from('whales '.repeat(100_000));
  expect((await send(content)).status).toBe(201);
  expect(clamd.scanned.at(-1)?.equals(content)).toBe(true);
});

it('refuses what the scanner finds', async () => {
  const before = await fileCounts(app);
  const { status, body } = await send(EICAR);
  expect([status, body.code, body.errors[0]]).toEqual([
    422,
    'infected',
    { pointer: '/files/0', code: 'infected', message: expect.any(String) },
  ]);
  expect(await fileCounts(app)).toEqual(before);
});

it.each(['INSTREAM size limit exceeded. ERROR', 'nonsense', ''])(
  'takes nothing when the scanner says %j',
  async (answer) => {
    clamd.answerWith(answer);
    const { status, body } = await send('whales');
    expect([status, body.code]).toEqual([503, 'dependency-unavailable']);
    clamd.answerWith(undefined);
    expect((await send('whales')).status).toBe(201);
  },
);

it('finds the scanner at a socket, too', async () => {
  const place = mkdtempSync(path.join(os.tmpdir(), 'shoal-clamd-'));
  const file = path.join(place, 'file');
  const other = await startClamd(path.join(place, 'clamd.sock'));
  const scanner = createScanner({ address: other.address, log: { warn: () => undefined } });
  writeFileSync(file, 'whales');
  expect(await scanner.isInfected(file)).toBe(false);
  writeFileSync(file, EICAR);
  expect(await scanner.isInfected(file)).toBe(true);
  await other.close();
  await expect(scanner.isInfected(file)).rejects.toMatchObject({ type: 'dependency-unavailable' });
  rmSync(place, { recursive: true });
});

it('takes nothing while the scanner is away', async () => {
  await clamd.close();
  const before = await fileCounts(app);
  const { status, body } = await send('whales');
  expect([status, body.code]).toEqual([503, 'dependency-unavailable']);
  expect(await fileCounts(app)).toEqual(before);
});
