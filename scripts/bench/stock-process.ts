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

/** A content type of the stock app, found by everyone who is signed in. */
export interface StockType {
  singularName: string;
  pluralName: string;
  draftAndPublish: boolean;
  attributes: Record<string, object>;
}

interface StockApp {
  databaseUrl: string;
  poolSize: number;
  port: number;
  types: StockType[];
}

/** Grants what a stock app's editor would tick in the panel. */
const GRANTING = `module.exports = {
  async bootstrap({ strapi }) {
    const role = await strapi.db.query('plugin::users-permissions.role').findOne({ where: { type: 'authenticated' } });
    for (const uid of Object.keys(strapi.contentTypes).filter((name) => name.startsWith('api::'))) {
      await strapi.db.query('plugin::users-permissions.permission').create({ data: { action: uid + '.find', role: role.id } });
    }
  },
};`;

function writeType(write: (file: string, content: string) => void, type: StockType): void {
  const { singularName: name, pluralName, draftAndPublish, attributes } = type;
  const uid = `api::${name}.${name}`;
  const schema = {
    kind: 'collectionType',
    collectionName: pluralName,
    info: { singularName: name, pluralName, displayName: name },
    options: { draftAndPublish },
    attributes,
  };
  write(`src/api/${name}/content-types/${name}/schema.json`, JSON.stringify(schema));
  for (const [folder, factory] of [
    ['controllers', 'createCoreController'],
    ['services', 'createCoreService'],
    ['routes', 'createCoreRouter'],
  ]) {
    const code = `module.exports = require('@strapi/strapi').factories.${factory}('${uid}');`;
    write(`src/api/${name}/${folder}/${name}.js`, code);
  }
}

function makeApp({ databaseUrl, poolSize, port, types }: StockApp): string {
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
  write('src/index.js', types.length > 0 ? GRANTING : asModule({}));
  for (const type of types) writeType(write, type);
  mkdirSync(path.join(appDir, 'public', 'uploads'), { recursive: true });
  symlinkSync(path.join(process.cwd(), 'node_modules'), path.join(appDir, 'node_modules'));
  return appDir;
}

/**
 * A stock Strapi as a process of its own: `fork(this file, [port, databaseUrl, poolSize, types?])`, then
 * wait for `ready`. `types` is a JSON list of StockType.
 */
async function serve([port, databaseUrl = '', poolSize, types = '[]']: string[]): Promise<void> {
  const appDir = makeApp({
    databaseUrl,
    port: Number(port),
    poolSize: Number(poolSize),
    types: JSON.parse(types) as StockType[], // written by the bench
  });
  process.on('exit', () => rmSync(appDir, { recursive: true, force: true }));
  process.chdir(appDir);
  await createStrapi({ appDir, distDir: appDir }).start();
  process.send?.('ready');
}

void serve(process.argv.slice(2));
