import type { Knex } from 'knex';
import { emptyDatabase, openDatabase } from '../support/database';
import {
  createLauncherFolder,
  freePort,
  type LauncherProcess,
  until,
} from '../support/launcher-process';

/** Several servers on one PostgreSQL; the embedded database serves one only. */
jest.setTimeout(300_000);

const folder = createLauncherFolder();
let db: Knex;
let ports: number[];
let servers: LauncherProcess[];

const answers = (port: number, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (answer) => answer.status,
    () => 0,
  );

beforeAll(async () => {
  await emptyDatabase();
  db = openDatabase();
  ports = await Promise.all([freePort(), freePort(), freePort()]);
  servers = ports.map((port) =>
    folder.run('start', {
      PORT: String(port),
      LOG_LEVEL: 'warn',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
    }),
  );
  for (const port of ports) {
    await until(
      `the server on port ${port} is ready`,
      async () => (await answers(port, '/api/health/ready')) === 200,
    );
  }
});
afterAll(async () => {
  await db.destroy();
  folder.remove();
});

it('brings an empty database in step once when three servers boot at the same moment', async () => {
  const twice = await db('up_permissions as permission')
    .join('up_permissions_role_lnk as link', 'link.permission_id', 'permission.id')
    .groupBy('link.role_id', 'permission.action')
    .having(db.raw('count(*) > 1'))
    .select('permission.action');
  expect(twice).toEqual([]);
  const roles = await db('up_roles').select<{ type: string }[]>('type').orderBy('type');
  expect(roles.map(({ type }) => type)).toEqual([
    'admin',
    'authenticated',
    'mentor',
    'public',
    'student',
    'supervisor',
  ]);
  const applied = await db('shoal_sql_files').count<{ count: string }[]>();
  expect(Number(applied[0]?.count)).toBeGreaterThan(0);
  expect(servers.map((server) => server.output()).join('')).not.toMatch(/error/i);
});

it('answers the same from each of them', async () => {
  const statuses = ports.map((port) => answers(port, '/api/geo/occurrences?bbox=0,0,1,1'));
  expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
});

it('goes on serving from the others while one of them stops', async () => {
  const [first, second] = servers;
  first?.kill('SIGTERM');
  expect(await first?.ended).toBe(0);
  expect(await answers(ports[1] ?? 0, '/api/occurrences')).toBe(200);
  expect(second?.output()).not.toMatch(/error/i);
});
