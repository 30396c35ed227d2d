import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');
const sources = (...folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx)$/.test(file))
      .map((file) => path.join(folder, file)),
  );

it('reads the environment in src/env.ts and nowhere else', () => {
  const offenders = sources('src', 'config', 'scripts')
    .filter((file) => file !== path.join('src', 'env.ts'))
    .filter((file) => /process\s*\.\s*env\b/.test(readFileSync(path.join(ROOT, file), 'utf8')));
  expect(offenders).toEqual([]);
});

describe('import directions', () => {
  const refusals = (cases: [string, string][]): number[] => {
    const script = path.join(ROOT, 'tests', 'support', 'lint-imports.mjs');
    const output = execFileSync(process.execPath, [script], { input: JSON.stringify(cases) });
    return JSON.parse(output.toString()) as number[];
  };

  it('refuses an import against the direction of the rooms', () => {
    const wrong: [string, string][] = [
      ['src/lib/wrong.ts', '../access/occurrences'],
      ['src/access/wrong.ts', '../plugins/geo/server/index'],
      ['src/api/occurrence/wrong.ts', '../../plugins/geo/server/index'],
      ['src/plugins/importer/server/wrong.ts', '../../geo/server/index'],
      ['src/plugins/geo/contract/wrong.ts', '../server/index'],
      ['src/plugins/geo/server/repositories/wrong.ts', '../services/features'],
      ['src/plugins/geo/server/controllers/wrong.ts', '../repositories/features'],
      ['config/wrong.ts', '../src/access/occurrences'],
      ['src/api/occurrence/wrong.ts', '../../admin/parts/as-time'],
      ['src/plugins/geo/server/wrong.ts', '../../../admin/parts/as-time'],
      ['src/plugins/geo/admin/wrong.ts', '../../../admin/audience-field/audience-field'],
      ['src/admin/parts/wrong.ts', '../../plugins/geo/contract/collection'],
      ['src/admin/parts/wrong.ts', '../audience-field/audience-field'],
    ];
    expect(refusals(wrong)).toEqual(wrong.map(() => 1));
  });

  it('allows an import along it', () => {
    const right: [string, string][] = [
      ['src/lib/right.ts', './problem'],
      ['src/plugins/importer/server/right.ts', '../../geo/contract/collection'],
      ['src/plugins/geo/server/controllers/right.ts', '../services/features'],
      ['config/right.ts', '../src/env'],
      ['src/plugins/geo/admin/right.ts', '../../../admin/parts/as-time'],
    ];
    expect(refusals(right)).toEqual(right.map(() => 0));
  });
});

it.each(['geo', 'accounts', 'files', 'exchange', 'realtime', 'importer', 'jobs'])(
  'loads the %s plugin from the server build',
  (name) => {
    const entry = path.join(ROOT, 'dist', 'src', 'plugins', name);
    const loaded = execFileSync(
      process.execPath,
      ['-p', `typeof require(${JSON.stringify(path.join(entry, 'server', 'index.js'))}).default`],
      { encoding: 'utf8' },
    );
    expect(loaded.trim()).toBe('object');
    const manifest = JSON.parse(readFileSync(path.join(entry, 'package.json'), 'utf8')) as {
      strapi: { kind: string };
      exports: Record<string, Record<string, string>>;
    };
    expect(manifest.strapi.kind).toBe('plugin');
    const admin = manifest.exports['./strapi-admin']?.import;
    if (admin) {
      const source = path.join(ROOT, 'src', 'plugins', name, admin);
      expect(readFileSync(source, 'utf8')).toContain('export default');
    }
  },
);
