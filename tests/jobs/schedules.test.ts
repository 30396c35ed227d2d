import { scheduledJobId } from '../../src/plugins/jobs/server/domain/job';
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
    let runs = 0;
    const run = () => Promise.resolve(void (runs += 1));
    const job = { name: 'test.tick', run, concurrency: 5 };
    const begunAt = Math.floor(Date.now() / 1000) * 1000;
    const schedules = { 'test.tick': '* * * * * *' };
    await Promise.all([
      rig.start([job], { schedules }),
      rig.start([job], { schedules }),
      rig.start([job], { schedules }),
    ]);
    await until('it has run four times', () => runs >= 4);
    await rig.stopAll();
    const moments = new Set<string>();
    for (let at = begunAt; at <= Date.now(); at += 1000) {
      moments.add(scheduledJobId('test.tick', new Date(at)));
    }
    const ids: string[] = await app.db('jobs.job').where('name', 'test.tick').pluck('id');
    expect(ids.filter((id) => !moments.has(id))).toEqual([]);
    expect(runs).toBeLessThanOrEqual(ids.length);
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
