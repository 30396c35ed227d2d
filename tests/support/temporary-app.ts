import { cpSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

export interface TemporaryApp {
  appDir: string;
  /** Writes a file of the compiled app, for example `src/api/station/...`. */
  write: (file: string, content: string) => void;
  remove: () => void;
}

/** A copy of the compiled app in a folder of its own, for tests that change its content types. */
export function createTemporaryApp(): TemporaryApp {
  const appDir = mkdtempSync(path.join(os.tmpdir(), 'shoal-app-'));
  for (const part of ['dist', 'package.json', 'favicon.png', 'public', 'database']) {
    cpSync(path.join(ROOT, part), path.join(appDir, part), {
      recursive: true,
      filter: (source) => !source.includes(`${path.sep}dist${path.sep}build`),
    });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(appDir, 'node_modules'));
  return {
    appDir,
    write: (file, content) => {
      const target = path.join(appDir, 'dist', file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    },
    remove: () => rmSync(appDir, { recursive: true }),
  };
}
