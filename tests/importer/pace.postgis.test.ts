import { workInBackground } from '../../src/lib/sql/background';
import { activityRepository } from '../../src/plugins/importer/server/repositories/activity';
import { startApp, type TestApp } from '../support/app';
import { openDatabase } from '../support/database';

/** Others on one PostgreSQL; on the embedded database there are none, its clients take turns. */
let app: TestApp;
const others = openDatabase();

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await others.destroy();
  await app.stop();
});

const until = async (isReached: () => Promise<boolean>) => {
  while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 20));
};

it('sees that another connection is being answered, and that none is any more', async () => {
  const asleep = others.raw('select pg_sleep(1)').then(() => undefined);
  await until(() => activityRepository.isOtherActive(app.db));
  await asleep;
  await until(async () => !(await activityRepository.isOtherActive(app.db)));
});

it('does not take for somebody what works in the background', async () => {
  const asleep = others.transaction(async (trx) => {
    await workInBackground(trx);
    await trx.raw('select pg_sleep(1)');
  });
  const isAsleep = async () => {
    const { rows } = await app.db.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where query = 'select pg_sleep(1)' and state = 'active'
          and datname = current_database()`,
    );
    return rows.length === 1;
  };
  await until(isAsleep);
  expect([await activityRepository.isOtherActive(app.db), await isAsleep()]).toEqual([false, true]);
  await asleep;
});
