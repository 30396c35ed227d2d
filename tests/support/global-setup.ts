import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { SIGNING_SECRET_NAMES } from '../../src/env';
import type * as adminPanel from '../../scripts/launcher/admin-panel';
import type * as databaseClaim from '../../scripts/launcher/database-claim';
import type * as folders from '../../scripts/launcher/folders';

const ROOT = path.resolve(__dirname, '..', '..');

/** What teardown needs; global setup and teardown share this process. */
export interface TestRun {
  stop: () => Promise<void>;
}
declare global {
  // A global of Node's is declared with var.
  var testRun: TestRun | undefined;
}

async function makeDatabaseOn(serverUrl: string): Promise<{ url: string; stop: TestRun['stop'] }> {
  const name = `shoal_test_${randomBytes(4).toString('hex')}`;
  const query = async (sql: string) => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => query(`drop database ${name} with (force)`) };
}

async function claimEmbedded(dataDir: string): Promise<{ url: string; stop: TestRun['stop'] }> {
  const launcher = path.join(ROOT, 'dist', 'scripts', 'launcher');
  // Compiled, since the launcher starts a process of its own from where it stands.
  const { claimDatabase } = (await import(
    path.join(launcher, 'database-claim.js')
  )) as typeof databaseClaim;
  const { openDataFolder } = (await import(path.join(launcher, 'folders.js'))) as typeof folders;
  const claim = await claimDatabase(openDataFolder(dataDir), {
    role: 'command',
    name: 'npm test',
    pid: process.pid,
  });
  return { url: claim.url, stop: () => Promise.resolve(claim.end()) };
}

/** Building the panel rewrites dist, from which every worker loads; so it is done before they start. */
async function buildPanelFirst(): Promise<void> {
  const file = path.join(ROOT, 'dist', 'scripts', 'launcher', 'admin-panel.js');
  const { buildPanelIfStale } = (await import(file)) as typeof adminPanel;
  await buildPanelIfStale();
}

interface TestRunSettings {
  maxWorkers: number;
  /** Empty when everything is run. */
  testPathPatterns: { patterns: string[] };
}

/** Compiles, and gives every worker a database: new ones on TEST_DATABASE_URL, else embedded ones. */
export default async function setup({
  maxWorkers,
  testPathPatterns,
}: TestRunSettings): Promise<void> {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts', 'run.mjs'), 'compile'], {
    stdio: 'inherit',
  });
  if (testPathPatterns.patterns.length === 0) await buildPanelFirst();
  const serverUrl = process.env.TEST_DATABASE_URL;
  const workers: Record<string, string>[] = [];
  const stops: TestRun['stop'][] = [];
  for (let worker = 1; worker <= maxWorkers; worker += 1) {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'shoal-test-'));
    const database = serverUrl ? await makeDatabaseOn(serverUrl) : await claimEmbedded(dataDir);
    // What one worker leaves behind for a moment is not found by the tests of another.
    const temporary = path.join(dataDir, 'tmp');
    mkdirSync(temporary);
    workers.push({ DATA_DIR: dataDir, DATABASE_URL: database.url, TMPDIR: temporary });
    stops.push(database.stop);
  }
  for (const name of SIGNING_SECRET_NAMES) process.env[name] = randomBytes(32).toString('base64');
  Object.assign(process.env, {
    NODE_ENV: 'test',
    SHOAL_PROFILE: 'test',
    TEST_WORKERS: JSON.stringify(workers),
    EMBEDDED_DATABASE: String(!serverUrl),
    DATABASE_POOL_MAX: serverUrl ? '10' : '1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    STRAPI_TELEMETRY_DISABLED: 'true',
    // The tests of the limits switch them on; all others would run into them.
    THROTTLE_ENABLED: 'false',
    TZ: 'UTC',
  });
  globalThis.testRun = {
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}
