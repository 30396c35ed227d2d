import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createStrapi } from '@strapi/strapi';

/** What a new Strapi app comes with, and nothing of ours. */
const CONFIG = {
  server: { host: '127.0.0.1', app: { keys: ['bench-app-key'] } },
  admin: {
    auth: { secret: 'bench-admin' },
    apiToken: { salt: 'bench-salt' },
    transfer: { token: { salt: 'bench-transfer' } },
    serveAdminPanel: false,
  },
  api: { rest: { defaultLimit: 25, maxLimit: 100, strictParams: true } },
  logger: { level: 'error' },
  plugins: {
    'users-permissions': {
      config: {
        jwtSecret: 'bench-jwt-secret',
        jwtManagement: 'refresh',
        sessions: { httpOnly: false },
      },
    },
  },
};

function makeApp(databaseUrl: string, poolSize: number, port: number): string {
  const appDir = mkdtempSync(path.join(os.tmpdir(), 'stock-strapi-'));
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(appDir, file)), { recursive: true });
    writeFileSync(path.join(appDir, file), content);
  };
  const asModule = (value: unknown) => `module.exports = ${JSON.stringify(value)};`;
  const dependencies = { '@strapi/strapi': '*', '@strapi/plugin-users-permissions': '*' };
  write('package.json', JSON.stringify({ name: 'stock', dependencies, strapi: { uuid: false } }));
  write('config/server.js', asModule({ ...CONFIG.server, port }));
  write('config/admin.js', asModule(CONFIG.admin));
  write('config/api.js', asModule(CONFIG.api));
  write('config/logger.js', asModule(CONFIG.logger));
  write('config/plugins.js', asModule(CONFIG.plugins));
  const connection = { connectionString: databaseUrl };
  const pool = { min: 2, max: poolSize };
  write('config/database.js', asModule({ connection: { client: 'postgres', connection, pool } }));
  write('src/index.js', asModule({}));
  mkdirSync(path.join(appDir, 'public', 'uploads'), { recursive: true });
  symlinkSync(path.join(process.cwd(), 'node_modules'), path.join(appDir, 'node_modules'));
  return appDir;
}

/** A stock Strapi as a process of its own: `fork(this file, [port, databaseUrl, poolSize])`, then wait for `ready`. */
async function serve([port, databaseUrl = '', poolSize]: string[]): Promise<void> {
  const appDir = makeApp(databaseUrl, Number(poolSize), Number(port));
  process.on('exit', () => rmSync(appDir, { recursive: true, force: true }));
  process.chdir(appDir);
  await createStrapi({ appDir, distDir: appDir }).start();
  process.send?.('ready');
}

void serve(process.argv.slice(2));
