import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createScratchFolder } from './scratch-folder';

const NAME = 'shoal-scratch-test';

it('removes what a process left that was killed, and nothing that is in use', () => {
  const own = createScratchFolder(NAME);
  const { pid } = spawnSync(process.execPath, ['--version']);
  const left = path.join(
    path.dirname(own),
    path.basename(own).replace(`-${process.pid}-`, `-${pid}-`),
  );
  mkdirSync(left);
  writeFileSync(path.join(left, 'file'), 'half of it');
  const next = createScratchFolder(NAME);
  expect(existsSync(left)).toBe(false);
  expect(existsSync(own)).toBe(true);
  for (const folder of [own, next]) rmSync(folder, { recursive: true });
});
