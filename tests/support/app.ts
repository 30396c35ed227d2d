import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type * as strapiPackage from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { takeOver } from './app-environment';
import { emptyDatabase, endOthers } from './database';
import { keepPristine, restorePristine } from './pristine-database';

const ROOT = path.resolve(__dirname, '..', '..');

export interface TestApp {
  strapi: Core.Strapi;
  /** Base address, without a slash at the end. */
  url: string;
  db: Knex;
  stop: () => Promise<void>;
}

interface StartOptions {
  /** Keep what an earlier boot left in the database. */
  keepDatabase?: boolean;
  appDir?: string;
}

/**
 * After a write Strapi reads the entry once more, for webhooks, and nobody waits for that. Ending the
 * app in the middle of it would fail a test that has passed.
 */
async function idle(db: Knex): Promise<void> {
  // Knex leaves its client untyped; its pool is one of tarn.
  const { pool } = db.client as { pool: { numUsed(): number; numPendingAcquires(): number } };
  const deadline = Date.now() + 5000;
  while (pool.numUsed() + pool.numPendingAcquires() > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The module as the app of `startApp` has it, with the state it keeps. */
export const requireOfApp = (file: string): unknown =>
  nodeOfWorker.require(path.join(ROOT, 'dist', file));

/** Gives Node's own process the test file's environment, and reads our code and its settings anew. */
function startAnew(appDir: string): void {
  takeOver(nodeOfWorker.process.env, process.env);
  const ours = ['dist', 'config', 'src'].map((folder) => path.join(appDir, folder) + path.sep);
  const { cache } = nodeOfWorker.require;
  for (const file of Object.keys(cache)) {
    if (ours.some((folder) => file.startsWith(folder))) Reflect.deleteProperty(cache, file);
  }
}

type Listener = (...given: unknown[]) => void;
type ListenersOf = Map<string | symbol, Listener[]>;
const listenersOf = (emitter: NodeJS.EventEmitter): ListenersOf =>
  new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name) as Listener[]]));

/** Strapi's end takes every listener off the process, those by which the test runner talks to it too. */
async function endWith(destroy: () => Promise<void>, before: ListenersOf): Promise<void> {
  const { process } = nodeOfWorker;
  process.removeAllListeners = () => process;
  try {
    await destroy();
  } finally {
    Reflect.deleteProperty(process, 'removeAllListeners');
  }
  for (const [name, listeners] of listenersOf(process)) {
    for (const listener of listeners) {
      if (!before.get(name)?.includes(listener)) process.off(name, listener);
    }
  }
}

/** Boots the compiled app on the database of this test run, as new unless kept, on a free port. */
export async function startApp({
  keepDatabase = false,
  appDir = ROOT,
}: StartOptions = {}): Promise<TestApp> {
  if (!keepDatabase) await endOthers();
  const isNew = !keepDatabase && !(await restorePristine());
  if (isNew) await emptyDatabase();
  startAnew(appDir);
  process.chdir(appDir);
  const listeners = listenersOf(nodeOfWorker.process);
  const { createStrapi } = nodeOfWorker.require('@strapi/strapi') as typeof strapiPackage;
  const strapi = await createStrapi({ appDir, distDir: path.join(appDir, 'dist') }).load();
  if (isNew) await keepPristine();
  strapi.server.mount();
  const { httpServer } = strapi.server;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    strapi,
    url: `http://127.0.0.1:${port}`,
    db: strapi.db.connection,
    stop: async () => {
      await idle(strapi.db.connection);
      await endWith(() => strapi.destroy(), listeners);
      process.chdir(ROOT);
    },
  };
}
