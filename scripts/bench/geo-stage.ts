import { setTimeout as sleep } from 'node:timers/promises';
import { createStrapi, type Core } from '@strapi/strapi';
import type { Client } from 'pg';
import { createFeatureRepository } from '../../src/plugins/geo/server/repositories/features';
import { createFeaturesService } from '../../src/plugins/geo/server/services/features';
import type { Asked } from '../../src/plugins/geo/server/services/questions';
import type { BareStatement } from './bare-process';
import { boxesInCrowd, boxesOfHundred, countIn } from './geo-boxes';
import { fillOccurrences } from './geo-rows';

/** Told apart from every other value of the statement, so that their places can be found in it. */
const MARKED_BOX = [10.0625, 20.125, 10.1875, 20.25] as const;

export type Statement = Pick<BareStatement, 'sql' | 'values' | 'boxValues'>;

/** What the load needs to know of the prepared database. */
export interface Stage {
  statement: Statement;
  /** Boxes of one degree, `w,s,e,n`, that hold about a hundred features. */
  boxes: string[];
  /** The same around rows of the table, which hold more the more rows there are. */
  crowded: string[];
  /** How many features a box holds, on average. */
  held: { boxes: number; crowded: number };
  databaseVersion: string;
}

/** The methods of the plugin's services that are asked here. */
interface Questions {
  ask: (request: {
    collection: string;
    input: { bbox: string };
    own: object;
    principal: { kind: 'anonymous' };
  }) => Promise<{ asked: Asked }>;
}

/** The statement the app itself runs for a one-degree box, heard at a connection it is given to read by. */
async function overhearStatement(strapi: Core.Strapi): Promise<Statement> {
  const heard: { sql: string; bindings: unknown[] }[] = [];
  const listen = (query: { sql: string; bindings: unknown[] }) => heard.push(query);
  const { connection } = strapi.db;
  const features = createFeaturesService({
    features: createFeatureRepository(connection),
    cursors: { read: () => null, sign: () => '' },
  });
  const geo = strapi.plugin('geo');
  const { asked } = await geo.service<Questions>('questions').ask({
    collection: 'occurrences',
    input: { bbox: MARKED_BOX.join(',') },
    own: {},
    principal: { kind: 'anonymous' },
  });
  connection.on('query', listen);
  await features.find(asked, { limit: 100 });
  connection.off('query', listen);
  const [statement] = heard;
  if (!statement || heard.length !== 1) throw new Error('A small box should take one statement.');
  const boxValues = statement.bindings.flatMap((value, at): [number, number][] => {
    const side = MARKED_BOX.findIndex((marked) => marked === value);
    return side < 0 ? [] : [[at, side]];
  });
  return { sql: statement.sql, values: statement.bindings, boxValues };
}

async function prepareRows(client: Client, wanted: number): Promise<void> {
  const { rows } = await client.query<{ foreign_rows: boolean; count: string }>(
    `select exists (select 1 from occurrences where provider <> 'bench') as foreign_rows,
            (select count(*) from occurrences) as count`,
  );
  if (rows[0]?.foreign_rows) {
    throw new Error('This database holds occurrences. Give DATABASE_URL a scratch database.');
  }
  const present = Number(rows[0]?.count);
  if (present !== wanted) await fillOccurrences(client, { present, wanted });
}

/**
 * Waits until the database has nothing left to do: Strapi does not cancel the queries of clients that
 * have gone, and those of one contender must not slow down the next.
 */
export async function waitUntilIdle(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ active: number }>(
      `select cast(count(*) as integer) as active
         from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
    );
    if (rows[0]?.active === 0) return;
    await sleep(100);
  }
}

async function averageIn(client: Client, boxes: readonly string[]): Promise<number> {
  const counts = await countIn(client, boxes);
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

/** Makes schema, permissions and rows ready in the database of the environment: the app's boot does. */
export async function prepareStage(client: Client, rowCount: number): Promise<Stage> {
  const strapi = await createStrapi({
    appDir: process.cwd(),
    distDir: `${process.cwd()}/dist`,
  }).load();
  const statement = await overhearStatement(strapi);
  await strapi.destroy();

  await prepareRows(client, rowCount);
  const [boxes, crowded] = [await boxesOfHundred(client), await boxesInCrowd(client)];
  const held = {
    boxes: await averageIn(client, boxes),
    crowded: await averageIn(client, crowded),
  };
  const version = await client.query<{ version: string }>(
    `select 'PostgreSQL ' || current_setting('server_version') || ', PostGIS ' || postgis_lib_version() as version`,
  );
  return { statement, boxes, crowded, held, databaseVersion: version.rows[0]?.version ?? '' };
}
