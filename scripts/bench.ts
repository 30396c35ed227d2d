import { main as benchAuth } from './bench/auth';
import { main as benchGeo } from './bench/geo';
import { main as benchImport } from './bench/import';
import { main as benchProgramme } from './bench/programme';
import { main as benchRealtime } from './bench/realtime';

const AREAS: Record<string, (args: string[]) => Promise<number>> = {
  auth: benchAuth,
  geo: benchGeo,
  import: benchImport,
  programme: benchProgramme,
  realtime: benchRealtime,
};

/** `npm run bench -- <area>`: measurements as ratios in one run, on the scratch PostgreSQL of DATABASE_URL. */
export async function main([area = '', ...args]: string[]): Promise<number> {
  const bench = AREAS[area];
  if (bench) return bench(args);
  process.stderr.write(`Usage: npm run bench -- <${Object.keys(AREAS).join(' or ')}>\n`);
  return 1;
}
