import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isProcessAlive } from './process-alive';
import { processHost } from './process-host';

/** Process ids mean nothing elsewhere: containers may share the folder of temporary files. */
const hostMark = (): string =>
  createHash('sha256').update(processHost()).digest('hex').slice(0, 12);

/**
 * A folder of its own for temporary files, which whoever made it removes. What processes of this host
 * left there when they were killed is removed first: an import that is started again and again must
 * not fill the disk.
 * @param name what the files are for, `shoal-fetch`.
 */
export function createScratchFolder(name: string): string {
  const prefix = `${name}-${hostMark()}-`;
  for (const entry of readdirSync(os.tmpdir())) {
    const pid = entry.startsWith(prefix) ? /^\d+/.exec(entry.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    rmSync(path.join(os.tmpdir(), entry), { recursive: true, force: true });
  }
  return mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
}
