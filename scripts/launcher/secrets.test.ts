import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keepSecrets } from './secrets';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-secrets-'));
  file = path.join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes secrets of 32 random bytes, each its own, for their owner only', async () => {
  const { A, B } = await keepSecrets(file, ['A', 'B']);
  expect(Buffer.from(A ?? '', 'base64url')).toHaveLength(32);
  expect(A).not.toBe(B);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('keeps what is there and adds what is new', async () => {
  const { A } = await keepSecrets(file, ['A']);
  expect(await keepSecrets(file, ['A', 'B'])).toMatchObject({ A });
});

it('gives the same to all who ask at once', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => keepSecrets(file, ['A'])));
  expect(new Set(asked.map(({ A }) => A)).size).toBe(1);
});

it('names a file that it cannot read rather than replacing it', async () => {
  writeFileSync(file, 'not json');
  await expect(keepSecrets(file, ['A'])).rejects.toThrow(file);
});
