import PgBoss from 'pg-boss';
import { currentRequestId } from '../../src/lib/http/request-context';
import { JobPostponed } from '../../src/plugins/jobs/contract/queue';
import { sessionOn } from '../../src/plugins/jobs/server/repositories/database-session';
import type { QueueService } from '../../src/plugins/jobs/server/services/queue';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createQueueRig, jobRows, letTimePass } from '../support/queue-rig';

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

const send = (queue: QueueService, name: string, payload: object = {}) =>
  app.db.transaction((trx) => queue.send(trx, name, payload));
const stateIs = (name: string, state: string) => async () =>
  (await jobRows(app.db, name)).every((row) => row.state === state);
/** Resolves when the signal fires. */
const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

/** A queue that looks this seldom finds nothing in time unless it is told. */
const SELDOM_SECONDS = 60;
const SOON_MS = 15_000;

describe('a job', () => {
  it('runs once its transaction is committed, with its payload and a request id', async () => {
    const seen: { payload: object; requestId: string | undefined }[] = [];
    const run = (payload: object) => {
      seen.push({ payload, requestId: currentRequestId() });
      return Promise.resolve();
    };
    const queue = await rig.start([{ name: 'test.commit', run }], { pollSeconds: SELDOM_SECONDS });
    await app.db.transaction(async (trx) => {
      await queue.send(trx, 'test.commit', { id: 'a', deep: [1, { b: 'ü' }] });
      queue.wake();
      await trx.raw('select pg_sleep(0.3)');
      expect(seen).toEqual([]);
    });
    await until('the job has run', () => seen.length > 0, SOON_MS);
    expect(seen).toEqual([
      {
        payload: { id: 'a', deep: [1, { b: 'ü' }] },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    await until('it is completed', stateIs('test.commit', 'completed'));
  });

  it('is gone when its transaction is rolled back', async () => {
    const queue = await rig.start([{ name: 'test.rollback', run: () => Promise.resolve() }]);
    const failing = app.db.transaction(async (trx) => {
      await queue.send(trx, 'test.rollback', {});
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await jobRows(app.db, 'test.rollback')).toEqual([]);
  });

  it('is tried again after a delay that doubles, and kept as failed after the last try', async () => {
    let tries = 0;
    const run = () => {
      tries += 1;
      return Promise.reject(new Error(`number ${tries}`));
    };
    const queue = await rig.start([
      { name: 'test.retry', run, retries: 2, retryDelaySeconds: 100 },
    ]);
    await send(queue, 'test.retry');
    for (const [tried, delay] of [
      [1, 100],
      [2, 200],
    ] as const) {
      await until('it waits for its next try', async () => {
        const [row] = await jobRows(app.db, 'test.retry');
        return tries === tried && row?.state === 'retry';
      });
      const [row] = await jobRows(app.db, 'test.retry');
      expect(row?.waits).toBeGreaterThan(delay - 10);
      expect(row?.waits).toBeLessThanOrEqual(delay);
      await letTimePass(app.db, 'test.retry');
      queue.wake();
    }
    await until('it has failed', stateIs('test.retry', 'failed'));
    expect(tries).toBe(3);
    expect(rig.lines).toEqual([
      'warn: Job test.retry failed (try 1 of 3, next in 100 s): number 1',
      'warn: Job test.retry failed (try 2 of 3, next in 200 s): number 2',
      expect.stringMatching(
        /^error: Job test\.retry [0-9a-f-]{36} failed for good \(try 3 of 3\): Error: number 3/,
      ),
    ]);
  });

  it('comes back by itself when its delay is over, without waiting for a poll', async () => {
    const at: number[] = [];
    const run = () => {
      at.push(performance.now());
      return at.length === 1 ? Promise.reject(new Error('once')) : Promise.resolve();
    };
    const queue = await rig.start([{ name: 'test.second', run, retryDelaySeconds: 1 }], {
      pollSeconds: SELDOM_SECONDS,
    });
    await send(queue, 'test.second');
    await until('it has run twice', () => at.length === 2, SOON_MS);
    const [first = 0, second = 0] = at;
    expect(second - first).toBeGreaterThan(990);
  });

  it('that puts itself off has not failed', async () => {
    let runs = 0;
    const run = () => {
      runs += 1;
      return runs < 4 ? Promise.reject(new JobPostponed(0)) : Promise.resolve();
    };
    const queue = await rig.start([{ name: 'test.postponed', run, retries: 0 }]);
    await send(queue, 'test.postponed');
    await until('it is completed', stateIs('test.postponed', 'completed'));
    expect(runs).toBe(4);
    expect(rig.lines).toEqual([]);
    expect(await jobRows(app.db, 'test.postponed')).toMatchObject([{ retry_count: 0 }]);
  });

  it('that takes too long is told to stop and counts as failed', async () => {
    let wasTold = false;
    const queue = await rig.start([
      {
        name: 'test.slow',
        retries: 0,
        timeoutSeconds: 0.2,
        run: async (_payload, signal) => {
          await aborted(signal);
          wasTold = true;
        },
      },
    ]);
    await send(queue, 'test.slow');
    await until('it has failed', stateIs('test.slow', 'failed'));
    expect(wasTold).toBe(true);
    expect(rig.lines.join()).toContain('Took longer than 0.2 s');
  });

  it('runs beside as many of its kind as it allows', async () => {
    let running = 0;
    let most = 0;
    let ended = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 50));
      running -= 1;
      ended += 1;
    };
    const queue = await rig.start([{ name: 'test.many', run, concurrency: 3 }]);
    await app.db.transaction(async (trx) => {
      for (let i = 0; i < 10; i += 1) await queue.send(trx, 'test.many', { i });
    });
    await until('all have run', () => ended === 10);
    expect(most).toBe(3);
  });

  it('of a process that died is taken over by another', async () => {
    let runs = 0;
    const run = () => Promise.resolve(void (runs += 1));
    const adder = await rig.start([{ name: 'test.orphan', run }], { runsJobs: false });
    await send(adder, 'test.orphan');
    await app.db.raw(
      `update jobs.job set state = 'active', started_on = now() - interval '61 seconds'
        where name = 'test.orphan'`,
    );
    await new PgBoss({ db: sessionOn(app.db), schema: 'jobs' }).maintain();
    expect(await jobRows(app.db, 'test.orphan')).toMatchObject([{ state: 'retry' }]);
    await letTimePass(app.db, 'test.orphan');
    await rig.start([{ name: 'test.orphan', run }]);
    await until('it is completed', stateIs('test.orphan', 'completed'));
    expect(runs).toBe(1);
  });
});

describe('a queue', () => {
  it('that runs no jobs adds them for others', async () => {
    let runs = 0;
    const job = { name: 'test.elsewhere', run: () => Promise.resolve(void (runs += 1)) };
    const adder = await rig.start([job], { runsJobs: false });
    await send(adder, 'test.elsewhere');
    expect(await jobRows(app.db, 'test.elsewhere')).toMatchObject([{ state: 'created' }]);
    await rig.start([job]);
    await until('the other one has run it', () => runs === 1);
  });

  it('waits for what runs when it stops', async () => {
    let release: () => void = () => undefined;
    let hasBegun = false;
    const queue = await rig.start([
      {
        name: 'test.finishing',
        run: async () => {
          hasBegun = true;
          await new Promise<void>((resolve) => (release = resolve));
        },
      },
    ]);
    await send(queue, 'test.finishing');
    await until('it runs', () => hasBegun);
    const stopped = queue.stop();
    release();
    await stopped;
    expect(await jobRows(app.db, 'test.finishing')).toMatchObject([{ state: 'completed' }]);
  });

  it('hands back what does not end in time, as if it had not been tried', async () => {
    let hasBegun = false;
    const queue = await rig.start(
      [
        {
          name: 'test.endless',
          run: () => {
            hasBegun = true;
            return new Promise<void>(() => undefined);
          },
        },
      ],
      { graceSeconds: 0.1 },
    );
    await send(queue, 'test.endless');
    await until('it runs', () => hasBegun);
    await queue.stop();
    expect(await jobRows(app.db, 'test.endless')).toMatchObject([
      { state: 'created', retry_count: 0 },
    ]);
    expect(rig.lines).toContain('warn: Job test.endless did not end in time and is handed back');
  });

  it('refuses a job that nobody defined, two of one name, and one that comes too late', async () => {
    const job = { name: 'test.known', run: () => Promise.resolve() };
    const queue = await rig.start([job]);
    await expect(send(queue, 'test.unknown')).rejects.toThrow('No job is defined as test.unknown');
    await expect(rig.start([job, job])).rejects.toThrow('Two jobs are called test.known');
    expect(() => queue.define({ ...job, name: 'test.late' })).toThrow('before the queue starts');
    expect(() => queue.schedule('test.known', 'every day')).toThrow('no cron expression');
  });

  it('may be started by several servers at once on an empty database', async () => {
    await app.db.raw('drop schema jobs cascade');
    const job = { name: 'test.first', run: () => Promise.resolve() };
    const own = app.strapi.plugin('jobs').service<QueueService>('queue');
    await own.stop();
    const queues = await Promise.all([own.start(), rig.start([job]), rig.start([job])]);
    const [, , queue] = queues;
    await send(queue, 'test.first');
    await until('its job is completed', stateIs('test.first', 'completed'));
  });
});
