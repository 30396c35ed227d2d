import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Knex } from 'knex';
import { countAnswers } from '../support/counting-proxy';
import { startInjectableServer } from './injectable-server';
import { sqlmapTargets, type SqlmapTarget } from './geo-sqlmap-targets';
import { runProof, say, type ProofServer } from './proof';

/*
 * Proves with sqlmap, on a server of its own, that no parameter of the maps reaches SQL as text, and that
 * nothing it sends makes the server fail. Filters in CQL2 are conditions by design, which sqlmap notices;
 * it must find no database behind them.
 *   DATABASE_URL=<scratch database, emptied> npm run prove:geo-injection
 */
const SECONDS_PER_TARGET = 180;
const AT_ONCE = 2;
/** What sqlmap says when it has found a way in, and of which kind. */
const FOUND = /identified the following injection point/i;
const KINDS = /^ *Type: (.+)$/gm;
/** What it says when it has tried everything. */
const TRIED = /all tested parameters do not appear to be injectable/i;
/** What it says when answers change by its conditions, but by nothing that any database would do. */
const NO_DATABASE = /not able to fingerprint the back-end database/i;

const run = promisify(execFile);

async function fill(db: Knex): Promise<void> {
  await db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, license,
                              aphia_id, decimal_longitude, decimal_latitude, absence, dropped, flags)
     select md5(cast(n as text)), 'obis', 'dataset ' || n % 4, 'row:' || n, 'Species ' || n % 9, 'CC0',
            n % 9, (n * 7919 % 36000) / 100.0 - 180, (n * 104729 % 18000) / 100.0 - 90, false, false,
            '["ON_LAND"]'
       from generate_series(cast(1 as bigint), 300) n`,
  );
  await db.raw('analyze occurrences');
}

/** Whether the way that sqlmap found leads to a database. */
function isWayIn(output: string, { isCondition = false }: SqlmapTarget): boolean {
  if (!FOUND.test(output)) return false;
  const kinds = [...output.matchAll(KINDS)].map(([, kind = '']) => kind);
  const isLanguage = kinds.every((kind) => kind === 'boolean-based blind');
  return !(isCondition && isLanguage && NO_DATABASE.test(output));
}

/** @returns what is wrong, null when the parameter is sound. */
async function attack(base: string, target: SqlmapTarget, folder: string): Promise<string | null> {
  const { name, path: address, body } = target;
  const proxy = await countAnswers(base);
  const args = [
    ...['--batch', '--disable-coloring', '--level', '2', '--risk', '1', '--time-sec', '2'],
    ...['--dbms', 'PostgreSQL', '--output-dir', path.join(folder, name.replace(/\W/g, '-'))],
    // The place is marked by an asterisk, so that nothing else is tried.
    ...['--url', `${proxy.url}${address}`],
    ...(body === undefined ? [] : ['--data', body, '--headers', 'Content-Type: application/json']),
  ];
  const killed = { timeout: SECONDS_PER_TARGET * 1000, maxBuffer: 50_000_000 };
  const output = await run('sqlmap', args, killed).then(
    ({ stdout }) => stdout,
    // It ends with another code than 0 when it is cut off.
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  const counts = proxy.stop();
  const outcome = FOUND.test(output)
    ? 'takes conditions, reaches no database'
    : TRIED.test(output)
      ? 'tried in full'
      : 'cut off';
  const statuses = [...counts].map(([status, count]) => `${count} x ${status}`).join(', ');
  const asked = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (isWayIn(output, target)) return `${name}: sqlmap found a way in\n${output.slice(-3000)}`;
  say(`${name}: ${outcome}; ${statuses}`);
  const failed = [...counts.keys()].filter((status) => status >= 500);
  if (failed.length > 0) return `${name}: answered ${failed.join(', ')}`;
  if (!counts.has(200)) return `${name}: no question was ever answered; its value is no valid one`;
  return asked > 50 ? null : `${name}: only ${asked} requests came\n${output.slice(-1500)}`;
}

/** Sqlmap must find the fault of a server that has it, or its silence would say nothing. */
async function proveThatItFinds(db: Knex, folder: string): Promise<void> {
  const faulty = await startInjectableServer(db);
  try {
    const target = { name: 'control', path: '/?name=Species%203*' };
    const fault = await attack(faulty.url, target, folder);
    if (!fault?.includes('found a way in')) throw new Error('sqlmap does not find a known fault');
    say('control: sqlmap finds the fault of a server that has it');
  } finally {
    faulty.stop();
  }
}

async function cursorOf(address: string): Promise<string> {
  const page = (await (await fetch(`${address}?limit=1`)).json()) as {
    links: { rel: string; href: string }[];
  };
  const next = page.links.find(({ rel }) => rel === 'next')?.href ?? '';
  const cursor = new URL(next).searchParams.get('cursor');
  if (cursor === null) throw new Error(`${address} gave no cursor`);
  return cursor;
}

async function attackAll(
  base: string,
  targets: readonly SqlmapTarget[],
  folder: string,
): Promise<string[]> {
  const waiting = [...targets];
  const faults: string[] = [];
  const worker = async () => {
    for (let target = waiting.shift(); target; target = waiting.shift()) {
      const fault = await attack(base, target, folder);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return faults;
}

async function prove({ base, db, folder }: ProofServer): Promise<string[]> {
  if (spawnSync('sqlmap', ['--version']).status !== 0) {
    throw new Error('sqlmap is not installed: apt-get install sqlmap, or see https://sqlmap.org');
  }
  await fill(db);
  await proveThatItFinds(db, folder);
  const targets = sqlmapTargets({
    list: await cursorOf(`${base}/api/geo/occurrences`),
    items: await cursorOf(`${base}/api/ogc/collections/occurrences/items`),
  });
  const faults = await attackAll(base, targets, folder);
  say(`${targets.length} places were tried.`);
  return faults;
}

runProof({ prove, proven: 'sqlmap found no way in, and nothing failed.' });
