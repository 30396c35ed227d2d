import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createQueueRig, jobRows } from '../support/queue-rig';

let app: TestApp;
const rig = createQueueRig(() => app.db);

beforeAll(async () => {
  app = await startApp();
});
afterEach(async () => {
  await rig.stopAll();
  await app.db.raw(`delete from jobs.job where name like 'test.%'`);
});
afterAll(() => app.stop());

describe('a schedule', () => {
  it('runs its job once at each moment, on however many servers', async () => {
    const ranAt: number[] = [];
    const job = {
      name: 'test.tick',
      run: () => Promise.resolve(void ranAt.push(Date.now())),
      concurrency: 5,
    };
    const schedules = { 'test.tick': '* * * * * *' };
    await Promise.all([
      rig.start([job], { schedules }),
      rig.start([job], { schedules }),
      rig.start([job], { schedules }),
    ]);
    await until('it has run four times', () => ranAt.length >= 4);
    await rig.stopAll();
    const rows = await jobRows(app.db, 'test.tick');
    const [first = 0] = ranAt;
    const secondsPassed = Math.ceil(((ranAt.at(-1) ?? 0) - first) / 1000) + 1;
    expect(rows.length).toBeLessThanOrEqual(secondsPassed);
    expect(ranAt.length).toBeLessThanOrEqual(rows.length);
  });

  it('is not followed by a server that runs no jobs', async () => {
    const job = { name: 'test.tock', run: () => Promise.resolve() };
    const schedules = { 'test.tock': '* * * * * *', 'test.tick': '* * * * * *' };
    const ticking = { name: 'test.tick', run: () => Promise.resolve() };
    await rig.start([job, ticking], { schedules, runsJobs: false });
    await rig.start([ticking], { schedules: { 'test.tick': '* * * * * *' } });
    await until('two seconds are counted', async () => {
      return (await jobRows(app.db, 'test.tick')).length >= 2;
    });
    expect(await jobRows(app.db, 'test.tock')).toEqual([]);
  });
});
