import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { createImportRig, finalRows, forgetImports } from '../support/import-rig';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { processHost } from '../../src/lib/process-host';

const RECORDS = 60;
let app: TestApp;
let replay: ReplayServer;

beforeAll(async () => {
  const records = generateObisRecords({ count: RECORDS, seed: 3 });
  replay = await startReplayServer({ providers: [createObisProvider(records)] });
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(() => forgetImports(app.db));

const rig = () => createImportRig(app, replay, { pageSize: 10 });

/** Somebody who holds the lease of OBIS. */
const holdLease = (host: string, pid: number, expires: string) =>
  app.db.raw(
    `insert into importer_leases (source, holder, host, pid, expires_at)
     values ('obis', :holder, :host, :pid, now() + cast(:expires as interval))`,
    { holder: randomUUID(), host, pid, expires },
  );

/** The id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('interruption', () => {
  it('pauses the run after the records at hand and goes on from there', async () => {
    const { runs } = rig();
    const stop = new AbortController();
    const paused = await runs.start({
      source: 'obis',
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 20 && stop.abort(),
    });
    expect(paused).toMatchObject({ state: 'paused', error: null });
    expect(paused.tally.read).toBe(20);
    replay.requests.length = 0;
    const done = await runs.start({ source: 'obis', parameters: { pageSize: 7 } });
    expect(done).toMatchObject({ id: paused.id, state: 'succeeded' });
    expect(done.tally).toMatchObject({ read: RECORDS, inserted: RECORDS, repeated: 0 });
    expect(replay.requests[0]?.query.after).toBe(paused.cursor);
  });

  it('leaves a paused run alone when the question is another', async () => {
    const { runs } = rig();
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const paused = await runs.start({ source: 'obis', signal: stop.signal, onProgress });
    const other = await runs.start({ source: 'obis', parameters: { startDate: '2000-01-01' } });
    expect(other.id).not.toBe(paused.id);
    expect(await runs.find(paused.id)).toMatchObject({ state: 'paused' });
  });

  it('does not start a finished run again, and has nothing to resume then', async () => {
    const { runs } = rig();
    const first = await runs.start({ source: 'obis' });
    const second = await runs.start({ source: 'obis' });
    expect(second.id).not.toBe(first.id);
    await expect(runs.start({ source: 'obis', resume: true })).rejects.toMatchObject({
      code: 'nothing-to-resume',
    });
  });
});

describe('a run whose last records PostgreSQL has forgotten in a crash', () => {
  /** As the database is after it: what was written last is not there. */
  const forgetLast = () =>
    app.db.transaction(async (trx) => {
      await trx.raw(
        `update importer_runs set heartbeat_at = started_at, cursor = null, pages = 0, read = 0, inserted = 0,
                reasons = '{}', flags = '{}', drift = '{}'`,
      );
      await trx('importer_seen').delete();
      await trx('occurrences').delete();
    });

  it('does not go on behind the hole, and is resumed from where the database stands', async () => {
    const { runs } = rig();
    let crash: Promise<unknown> | undefined;
    const onProgress = ({ tally }: { tally: { read: number } }) => {
      if (tally.read === 20) crash = forgetLast();
    };
    await expect(runs.start({ source: 'obis', onProgress })).rejects.toThrow('does not hold');
    await crash;
    const [row] = await app.db('importer_runs');
    expect(row).toMatchObject({ state: 'failed', read: '0', cursor: null });
    const done = await runs.start({ source: 'obis', resume: true });
    expect(done).toMatchObject({ id: Number(row.id), state: 'succeeded' });
    expect(done.tally).toMatchObject({ read: RECORDS, inserted: RECORDS });
    expect(await finalRows(app.db)).toHaveLength(RECORDS);
  });

  it('does not end well when it was its end', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: RECORDS });
    const ended = runs.start({
      source: 'obis',
      onProgress: ({ tally }) => {
        // The driver sends this before anything that the run asks for from here on.
        if (tally.read === RECORDS) void forgetLast();
      },
    });
    await expect(ended).rejects.toThrow('does not hold');
    expect(await app.db('importer_runs')).toMatchObject([{ state: 'failed', read: '0' }]);
  });
});

describe('one run at a time', () => {
  it('is refused while a living process of this machine imports', async () => {
    await holdLease(processHost(), process.pid, '1 hour');
    await expect(rig().runs.start({ source: 'obis' })).rejects.toMatchObject({
      code: 'import-running',
    });
  });

  it('is taken over at once from a process of this machine that has died', async () => {
    await holdLease(processHost(), deadPid(), '1 hour');
    expect(await rig().runs.start({ source: 'obis' })).toMatchObject({ state: 'succeeded' });
  });

  it('is taken over from another machine only when its lease has expired', async () => {
    await holdLease('another machine', deadPid(), '1 hour');
    await expect(rig().runs.start({ source: 'obis' })).rejects.toMatchObject({
      code: 'import-running',
    });
    await app.db('importer_leases').delete();
    await holdLease('another machine', deadPid(), '-1 second');
    expect(await rig().runs.start({ source: 'obis' })).toMatchObject({ state: 'succeeded' });
  });

  it('writes nothing more once another has the lease', async () => {
    const { runs } = rig();
    let theft: Promise<unknown> | undefined;
    const losing = runs.start({
      source: 'obis',
      onProgress: ({ tally }) => {
        if (tally.read === 20)
          theft = app.db('importer_leases').update({ holder: randomUUID() }).then();
      },
    });
    await expect(losing).rejects.toMatchObject({ code: 'import-lease-lost' });
    await theft;
    expect((await finalRows(app.db)).length).toBeLessThan(RECORDS);
  });
});

it('refuses what it does not know, before it asks anybody', async () => {
  const { runs } = rig();
  replay.requests.length = 0;
  await expect(runs.start({ source: 'atlantis' })).rejects.toMatchObject({
    code: 'unknown-source',
  });
  for (const parameters of [{ aphiaid: 1 }, { startDate: 'soon' }, { bbox: [10, 0, -10, 5] }]) {
    await expect(runs.start({ source: 'obis', parameters })).rejects.toThrow();
  }
  expect(replay.requests).toEqual([]);
});

it('rejects one record that the database will not have, and keeps its page', async () => {
  await app.db.raw(
    `alter table occurrences add constraint no_odd_boxes check (catalog_number <> 'G-17')`,
  );
  try {
    const run = await rig().runs.start({ source: 'obis' });
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.tally).toMatchObject({ read: RECORDS, inserted: RECORDS - 1, rejected: 1 });
    expect(run.tally.reasons).toEqual({ NOT_STORABLE: 1 });
    const [rejected] = await app.db('importer_rejected');
    expect(rejected).toMatchObject({ ordinal: '18', reasons: ['NOT_STORABLE'] });
  } finally {
    await app.db.raw('alter table occurrences drop constraint no_odd_boxes');
  }
});

it("keeps an editor's change and hiding as long as the provider's record is the same", async () => {
  const { runs } = rig();
  await runs.start({ source: 'obis' });
  const hiddenAt = new Date('2026-01-01');
  const [edited] = await app
    .db('occurrences')
    .select<{ id: number }[]>('id')
    .orderBy('id')
    .limit(1);
  const one = () => app.db('occurrences').where({ id: edited?.id });
  await one().update({ locality: 'Off the pier', hidden_at: hiddenAt });
  const again = await runs.start({ source: 'obis' });
  expect(again.tally).toMatchObject({ unchanged: RECORDS, updated: 0 });
  await one().update({ content_hash: 'of an older version' });
  const changed = await runs.start({ source: 'obis' });
  expect(changed.tally).toMatchObject({ unchanged: RECORDS - 1, updated: 1 });
  expect(await one().select('locality', 'hidden_at')).toEqual([
    { locality: expect.not.stringMatching('Off the pier'), hidden_at: hiddenAt },
  ]);
});
