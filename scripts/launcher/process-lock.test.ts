import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownIdentity } from './process-identity';
import { readLock, tryLock, whileLocked } from './process-lock';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-lock-'));
  file = path.join(folder, 'a.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The identity of a process that has ended. */
async function deadProcess(): Promise<{ pid: number; startTime: string | null }> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return { pid: child.pid ?? 0, startTime: null };
}

/** Takes the lock, which then names this process and this taking of it. */
function expectToTake() {
  const lock = tryLock(file);
  expect(readLock(file)).toMatchObject({ ...ownIdentity(), token: lock?.token });
  return lock;
}

it('is held by one at a time, with the details of its holder, until released', () => {
  const lock = tryLock(file, { controlPort: 7 });
  expect(tryLock(file)).toBeUndefined();
  expect(readLock(file)).toMatchObject({ ...ownIdentity(), controlPort: 7 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  lock?.release();
  expectToTake();
});

it('is taken over from a process that has ended, leaving nothing behind', async () => {
  writeFileSync(file, JSON.stringify({ ...(await deadProcess()), token: 'old' }));
  expectToTake()?.release();
  expect(readdirSync(folder)).toEqual([]);
});

const itWhereStartTimesAreTold = ownIdentity().startTime === null ? it.skip : it;

itWhereStartTimesAreTold('is taken over when another process has the number now', () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, startTime: 'long ago', token: 'old' }));
  expectToTake();
});

it('is taken over when one that was taking it over was killed as well', async () => {
  const dead = await deadProcess();
  writeFileSync(file, JSON.stringify({ ...dead, token: '0123456789' }));
  writeFileSync(`${file}.01234567`, JSON.stringify({ ...dead, token: 'other' }));
  expectToTake();
});

it('does not remove the lock of another when it is released late', () => {
  const lock = tryLock(file);
  writeFileSync(file, JSON.stringify({ ...ownIdentity(), token: 'of another' }));
  lock?.release();
  expect(existsSync(file)).toBe(true);
});

it('lets those who wait have it one after the other', async () => {
  let inside = 0;
  const runs = Array.from({ length: 5 }, () =>
    whileLocked(file, () => {
      inside += 1;
      expect(inside).toBe(1);
      inside -= 1;
    }),
  );
  await Promise.all(runs);
  expect(existsSync(file)).toBe(false);
});
