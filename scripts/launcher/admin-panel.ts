import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../src/env';
import { settingsWithoutDatabase } from './environment';
import { APP_DIR, DIST_DIR } from './folders';
import { LauncherError } from './launcher-error';
import { runStrapi } from './run-strapi';

const BUILD_DIR = path.join(DIST_DIR, 'build');
const STAMP = path.join(BUILD_DIR, '.sources');

function filesUnder(folder: string): string[] {
  if (!existsSync(path.join(APP_DIR, folder))) return [];
  return readdirSync(path.join(APP_DIR, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(APP_DIR, path.join(entry.parentPath, entry.name)));
}

/** What the built panel depends on: its own sources, the plugins' faces and what they share, the packages. */
function panelSources(): string[] {
  const isPanels = /^src[\\/](admin|plugins[\\/][^\\/]+[\\/](admin|contract|package\.json))/;
  const files = filesUnder('src').filter(
    (file) => isPanels.test(file) && !file.endsWith('.test.ts'),
  );
  const shared = ['package-lock.json', 'config/plugins.ts', 'config/admin.ts'];
  return [...files, ...shared.filter((file) => existsSync(path.join(APP_DIR, file)))].sort();
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of panelSources())
    hash.update(`${file}\0`).update(readFileSync(path.join(APP_DIR, file)));
  return hash.digest('hex');
}

export const isPanelBuilt = (): boolean => existsSync(path.join(BUILD_DIR, 'index.html'));

const isPanelFresh = () =>
  isPanelBuilt() && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();

/** Builds the admin panel into dist/build. The address it is served from is not baked in. */
export async function buildPanel(): Promise<void> {
  const stamp = fingerprint();
  const code = await runStrapi(['build'], { env: childEnvironment(settingsWithoutDatabase()) });
  if (code !== 0 || !isPanelBuilt())
    throw new LauncherError('The admin panel did not build; see above.');
  writeFileSync(STAMP, stamp);
}

/** Builds the admin panel unless it is there, and made of the sources that are there. */
export async function buildPanelIfStale(): Promise<void> {
  if (isPanelFresh()) return;
  process.stderr.write('Building the admin panel; this takes about a minute and is kept.\n');
  await buildPanel();
}
