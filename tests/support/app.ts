import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createStrapi, type Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { emptyDatabase } from './database';

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

/** Boots the compiled app on the database of this test run, emptied first, on a free port. */
export async function startApp({
  keepDatabase = false,
  appDir = ROOT,
}: StartOptions = {}): Promise<TestApp> {
  if (!keepDatabase) await emptyDatabase();
  process.chdir(appDir);
  const strapi = await createStrapi({ appDir, distDir: path.join(appDir, 'dist') }).load();
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
      await strapi.destroy();
      process.chdir(ROOT);
    },
  };
}
