import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux, on every machine that runs Node. */
const TICKS_PER_SECOND = 100;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Seconds that a process ran; 0 when it is gone, or there is no /proc. */
function secondsOf(pid: number | string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** PostgreSQL says in the command line of each backend which database it serves. */
function backendsOf(databaseName: string): string[] {
  try {
    return readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name)) return false;
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return line.startsWith('postgres:') && line.includes(` ${databaseName} `);
      } catch {
        return false; // it ended just now
      }
    });
  } catch {
    return []; // no /proc
  }
}

interface Whose {
  serverPid: number;
  databaseName: string;
}

/** CPU seconds so far of a server, of each backend of a database on this machine, and of this process. */
export function cpuOf({ serverPid, databaseName }: Whose) {
  const { user, system } = process.cpuUsage();
  return {
    server: secondsOf(serverPid),
    database: new Map(backendsOf(databaseName).map((pid) => [pid, secondsOf(pid)])),
    load: (user + system) / 1_000_000,
  };
}

type Cpu = ReturnType<typeof cpuOf>;

/** How many cores were busy from one look to another; backends that ended meanwhile are not in it. */
export const coresBetween = (first: Cpu, last: Cpu, seconds: number) => ({
  server: (last.server - first.server) / seconds,
  database:
    [...last.database].reduce((sum, [pid, now]) => sum + now - (first.database.get(pid) ?? 0), 0) /
    seconds,
  load: (last.load - first.load) / seconds,
});
