import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ImportRuns } from '../../src/plugins/importer/contract/run';
import { startApp, type TestApp } from './app';
import { createImportRig, forgetImports, type RigOptions } from './import-rig';
import type { ReplayProvider } from './replay-server/exchange';
import { startReplayServer, type ReplayServer } from './replay-server/server';
import { createWormsProvider, type WormsPool } from './replay-server/worms/provider';

export interface Imports {
  app: TestApp;
  /** A server of these providers, closed after the test. */
  serve(...providers: ReplayProvider[]): Promise<ReplayServer>;
}

/** One app for all tests of a file, and nothing imported when one begins. Call it at the top of the file. */
export function useImports(): Imports {
  let replays: ReplayServer[] = [];
  // The app is there before the first test runs.
  const imports = {
    async serve(...providers) {
      const replay = await startReplayServer({ providers });
      replays.push(replay);
      return replay;
    },
  } as Imports;

  beforeAll(async () => {
    imports.app = await startApp();
  });
  afterAll(() => imports.app.stop());
  beforeEach(() => forgetImports(imports.app.db));
  afterEach(async () => {
    await Promise.all(replays.map((replay) => replay.close()));
    replays = [];
  });
  return imports;
}

export interface Inbox {
  app: TestApp;
  /** Empty when a test begins. */
  folder: string;
  put(name: string, content: string | Buffer): void;
  runs(options?: RigOptions): ImportRuns;
}

/**
 * One app for all tests of a group, a register of these names and a folder whose files are imported.
 * Nothing is imported when a test begins. Call it at the top of the group.
 */
export function useInbox(records: WormsPool['records'] = []): Inbox {
  let replay: ReplayServer;
  // The app and the folder are there before the first test runs.
  const inbox = {
    put: (name, content) => writeFileSync(path.join(inbox.folder, name), content),
    runs: (options = {}) =>
      createImportRig(inbox.app, replay, { inbox: inbox.folder, ...options }).runs,
  } as Inbox;

  beforeAll(async () => {
    replay = await startReplayServer({ providers: [createWormsProvider({ records })] });
    inbox.app = await startApp();
  });
  afterAll(async () => {
    await inbox.app.stop();
    await replay.close();
  });
  beforeEach(async () => {
    inbox.folder = mkdtempSync(path.join(os.tmpdir(), 'inbox-'));
    await forgetImports(inbox.app.db);
  });
  afterEach(() => rmSync(inbox.folder, { recursive: true }));
  return inbox;
}
