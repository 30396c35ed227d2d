import { readdirSync, readFileSync } from 'node:fs';

function fieldOf(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0; // it has ended meanwhile
  }
}

/** A process and all that it has started. */
function familyOf(root: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Boolean);
  const parents = new Map(pids.map((pid) => [pid, fieldOf(pid, 'PPid')]));
  const isOfFamily = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return pid === root || (parent > 1 && isOfFamily(parent));
  };
  return pids.filter(isOfFamily);
}

/** Resident memory of a process and its children, watched from now on (Linux alone). */
export function watchMemory(root: number, everyMs = 50) {
  const family = familyOf(root);
  const read = () => family.reduce((sum, pid) => sum + fieldOf(pid, 'VmRSS'), 0) / 1024;
  const before = read();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, read())), everyMs);
  return {
    /** How far it has grown since the beginning, in MB. */
    stop: (): number => {
      clearInterval(timer);
      return most - before;
    },
  };
}
