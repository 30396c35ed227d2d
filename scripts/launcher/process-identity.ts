import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isProcessAlive } from '../../src/lib/process-alive';

export interface ProcessIdentity {
  pid: number;
  /** When it started, in whatever form the system tells it; null where it does not. Numbers are reused. */
  startTime: string | null;
}

function linuxStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold spaces; start time is the 22nd.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${ticks}`;
  } catch {
    return null; // no such process any more
  }
}

function startTimeOf(pid: number): string | null {
  if (process.platform === 'linux') return linuxStartTime(pid);
  if (process.platform !== 'darwin') return null;
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
    );
  } catch {
    return null; // no such process any more
  }
}

/** Who this process is, for a lock file. */
export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  startTime: startTimeOf(process.pid),
});

/** Whether the very process that was recorded still runs, not another one under its number. */
export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
  if (!isProcessAlive(pid)) return false;
  return startTime === null || startTimeOf(pid) === startTime;
}
