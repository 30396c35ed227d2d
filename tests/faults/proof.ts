import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { emptyDatabase, openDatabase } from '../support/database';
import { createLauncherFolder, freePort, until } from '../support/launcher-process';
import { watchMemory } from '../support/process-memory';

/** A server of its own, that is ready, and what it stands on. */
export interface ProofServer {
  base: string;
  pid: number;
  db: Knex;
  /** A folder that goes with the server. */
  folder: string;
}

export const say = (text: string) => process.stdout.write(`${text}\n`);

async function onServer(
  env: Record<string, string>,
  prove: (server: ProofServer) => Promise<string[]>,
): Promise<string[]> {
  await emptyDatabase();
  const folder = createLauncherFolder();
  const db = openDatabase();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  try {
    const { pid } = folder.run('start', {
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      THROTTLE_ENABLED: 'false',
      ...env,
    });
    const isReady = () =>
      fetch(`${base}/api/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('the server is ready', isReady, 120_000);
    return await prove({ base, pid, db, folder: folder.dataDir });
  } finally {
    await db.destroy();
    folder.remove();
  }
}

/**
 * Runs a proof, as a program of its own, on a server without limits and the database that DATABASE_URL
 * names, which is emptied first. Ends with code 1 when there is a fault.
 * @param proof `prove` tells what is wrong; `proven` is said when nothing is.
 */
export function runProof(proof: {
  env?: Record<string, string>;
  prove: (server: ProofServer) => Promise<string[]>;
  proven: string;
}): void {
  const finish = (faults: readonly string[]) => {
    if (faults.length > 0) throw new Error(faults.join('\n'));
    say(proof.proven);
  };
  onServer(proof.env ?? {}, proof.prove)
    .then(finish)
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    });
}

/** @returns milliseconds until the first byte and until the last. */
export async function downloadTo(
  file: string,
  address: string,
  headers: Record<string, string> = {},
): Promise<{ firstByteMs: number; allMs: number }> {
  const startedAt = performance.now();
  const { status, body } = await fetch(address, { headers });
  if (status !== 200 || !body) throw new Error(`${address} answered ${status}`);
  let firstByteMs = 0;
  async function* watched() {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      firstByteMs ||= performance.now() - startedAt;
      yield chunk;
    }
  }
  await pipeline(Readable.from(watched()), createWriteStream(file));
  return { firstByteMs, allMs: performance.now() - startedAt };
}

interface ProvenExport {
  pid: number;
  file: string;
  address: string;
  headers?: Record<string, string>;
  /** What it is, for who reads along, such as `geojson: 200000 rows`. */
  title: string;
  mostFirstByteMs: number;
}

/** However much is exported. */
const MOST_GROWTH_MB = 80;

/** Downloads an export and says what it took; tells in which ways that is too much. */
export async function proveExport(proven: ProvenExport): Promise<string[]> {
  const { pid, file, address, headers, title, mostFirstByteMs } = proven;
  const memory = watchMemory(pid);
  const { firstByteMs, allMs } = await downloadTo(file, address, headers);
  const grownMb = memory.stop();
  const size = (statSync(file).size / 1024 / 1024).toFixed(1);
  say(
    `${title}, ${size} MB, in ${(allMs / 1000).toFixed(1)} s; first byte after ` +
      `${firstByteMs.toFixed(0)} ms; memory grew by ${grownMb.toFixed(1)} MB`,
  );
  const faults: string[] = [];
  if (grownMb >= MOST_GROWTH_MB) faults.push(`${title}: memory grew by ${grownMb.toFixed(1)} MB`);
  if (firstByteMs >= mostFirstByteMs) faults.push(`${title}: begun after ${firstByteMs} ms`);
  return faults;
}
