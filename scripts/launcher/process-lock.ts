import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, ownIdentity } from './process-identity';

/**
 * A lock that is a file: it exists whole or not at all (written aside, then hard-linked into place), names its
 * holder, and is taken over when that process is gone.
 *
 * Taking over must not remove the lock of a third process that was quicker. So the right to remove the lock
 * with token T is itself a lock, named after T: whoever holds it looks again, and removes only if T is still there.
 */
const holderSchema = z.looseObject({
  pid: z.number().int().positive(),
  startTime: z.string().nullable(),
  token: z.string(),
});

export type LockHolder = z.infer<typeof holderSchema>;
export interface ProcessLock {
  token: string;
  release: () => void;
}

const hasCode = (error: unknown, ...codes: string[]) =>
  codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** Who holds the lock, dead or alive; undefined when nobody does. */
export function readLock(file: string): LockHolder | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const holder = holderSchema.safeParse(parseJson(content));
  return holder.success
    ? holder.data
    : { ...NOBODY, pid: isBeingWritten(file) ? process.pid : NOBODY.pid };
}

/** What a broken file names: a process that cannot be running, so that it holds nothing up. */
const NOBODY = { pid: 2 ** 31 - 1, startTime: null, token: 'unreadable' };

/** Only where links are missing can a file be seen before its content is there. */
function isBeingWritten(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < 2000;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function createWhole(file: string, content: string): boolean {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(aside, content, { mode: 0o600 });
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP')) throw error;
    return createWithoutLinks(file, content);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** For file systems without hard links. Exclusive, though for an instant the file may be seen empty. */
function createWithoutLinks(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes the lock, from a dead holder too; undefined when a running process holds it. */
export function tryLock(
  file: string,
  details: Record<string, unknown> = {},
): ProcessLock | undefined {
  const token = randomBytes(16).toString('hex');
  const content = JSON.stringify({ ...ownIdentity(), ...details, token });
  for (;;) {
    if (createWhole(file, content)) {
      return { token, release: () => releaseLock(file, token) };
    }
    const holder = readLock(file);
    if (!holder) continue;
    if (isRunning(holder)) return undefined;
    const removal = tryLock(`${file}.${holder.token.slice(0, 8)}`);
    if (!removal) return undefined;
    if (readLock(file)?.token === holder.token) rmSync(file, { force: true });
    removal.release();
  }
}

function releaseLock(file: string, token: string): void {
  if (readLock(file)?.token === token) rmSync(file, { force: true });
}

/** Runs something while holding the lock, waiting for it as long as its holder lives. */
export async function whileLocked<Result>(file: string, run: () => Result): Promise<Result> {
  let lock = tryLock(file);
  while (!lock) {
    await delay(20);
    lock = tryLock(file);
  }
  try {
    return run();
  } finally {
    lock.release();
  }
}
