import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

it('has generated types that say what the content types say (npm run types)', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-types-'));
  try {
    execFileSync(process.execPath, [
      path.join(ROOT, 'scripts', 'run.mjs'),
      'generate-types',
      folder,
    ]);
    for (const file of ['contentTypes.d.ts', 'components.d.ts']) {
      const place = path.join('types', 'generated', file);
      expect(readFileSync(path.join(folder, place), 'utf8')).toBe(
        readFileSync(path.join(ROOT, place), 'utf8'),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
