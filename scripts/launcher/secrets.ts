import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { LauncherError } from './launcher-error';
import { whileLocked } from './process-lock';

const secretsSchema = z.record(z.string(), z.string().min(1));
export type Secrets = z.infer<typeof secretsSchema>;

function readSecrets(file: string): Secrets {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return secretsSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new LauncherError(
      `${file} is not a JSON object of names and secrets; mend it or remove it.`,
      { cause: error },
    );
  }
}

function writeSecrets(file: string, secrets: Secrets): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, file);
}

/**
 * The secrets of this data folder by name; those that are missing are made and kept, readable by their owner
 * only. Two processes at once end up with the same ones.
 */
export function keepSecrets(file: string, names: readonly string[]): Promise<Secrets> {
  return whileLocked(`${file}.lock`, () => {
    const kept = readSecrets(file);
    const missing = names.filter((name) => kept[name] === undefined);
    if (missing.length > 0) {
      for (const name of missing) kept[name] = randomBytes(32).toString('base64url');
      writeSecrets(file, kept);
    }
    chmodSync(file, 0o600);
    return kept;
  });
}
