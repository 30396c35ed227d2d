import { randomUUID } from 'node:crypto';
import knex from 'knex';
import { sessionOn } from '../../src/plugins/jobs/server/repositories/database-session';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createQueueRig, jobRows } from '../support/queue-rig';
import { startTcpProxy } from '../support/tcp-proxy';

let app: TestApp;
const rig = createQueueRig(() => app.db);

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => rig.stopAll());
afterAll(() => app.stop());

it('gives a connection back clean after a script that failed half way', async () => {
  const session = sessionOn(app.db);
  await expect(session.executeSql('begin; select 1/0; commit;', [])).rejects.toThrow(
    'division by zero',
  );
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => app.db.raw<{ rows: object[] }>('select 1 as one')),
  );
  expect(answers.map(({ rows }) => rows)).toEqual(answers.map(() => [{ one: 1 }]));
});

it('goes on with its jobs when the database was away', async () => {
  const proxy = await startTcpProxy(process.env.DATABASE_URL ?? '');
  const db = knex({
    client: 'pg',
    connection: proxy.url,
    pool: { min: 0, max: 1 },
    log: { warn: () => undefined }, // that connections end is what this is about
  });
  const seen: object[] = [];
  const run = (payload: object) => Promise.resolve(void seen.push(payload));
  try {
    await rig.start([{ name: 'test.outage', run }], { db });
    proxy.cut();
    await until('the outage is noticed', () =>
      rig.lines.some((line) => line.startsWith('warn: Jobs cannot be read, and wait:')),
    );
    await app.db.raw('insert into jobs.job (id, name, data) values (?, ?, ?)', [
      randomUUID(),
      'test.outage',
      '{"n":1}',
    ]);
    proxy.restore();
    await until('the job has run', () => seen.length === 1);
    await until('it is completed', async () => {
      return (await jobRows(app.db, 'test.outage'))[0]?.state === 'completed';
    });
    expect(rig.lines.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
    expect(rig.lines).toContain('info: Jobs can be read again');
  } finally {
    await rig.stopAll();
    await db.destroy();
    await proxy.close();
  }
});
