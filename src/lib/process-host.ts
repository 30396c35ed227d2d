import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

function readOrEmpty(read: () => string): string {
  try {
    return read().trim();
  } catch {
    // Not on Linux: the host name alone tells machines apart there.
    return '';
  }
}

/**
 * Names the set of processes in which a process id means one process: this boot of this machine, and
 * on Linux this container's own numbering.
 */
export function processHost(): string {
  const boot = readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const numbering = readOrEmpty(() => readlinkSync('/proc/self/ns/pid'));
  return [os.hostname(), boot, numbering].filter(Boolean).join('/');
}
