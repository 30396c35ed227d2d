import { readFileSync, writeFileSync } from 'node:fs';

/** The port kept from the last time, so that a database that comes back is found where it was. */
export function readPort(file: string): number {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  } catch {
    return 0; // none was kept: any free one will do
  }
}

export const keepPort = (file: string, port: number): void =>
  writeFileSync(file, `${port}\n`, { mode: 0o600 });
