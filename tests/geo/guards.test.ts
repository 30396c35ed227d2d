import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { startApp, type TestApp } from '../support/app';
import { onEmbedded, openDatabase } from '../support/database';
import { insertOccurrence } from '../support/factories';

let app: TestApp;
let other: Knex;
beforeAll(async () => {
  app = await startApp();
  await insertOccurrence(app.db);
  other = openDatabase();
});
afterAll(async () => {
  await other.destroy();
  await app.stop();
});

/** Runs `work` while nobody can read the table, as if every read of it took for ever. */
async function whileReadsHang(work: () => Promise<void>): Promise<void> {
  const holder = await other.transaction();
  await holder.raw('lock table occurrences in access exclusive mode');
  try {
    await work();
  } finally {
    await holder.rollback();
  }
}

const readsUnderWay = async () => {
  const { rows } = await app.db.raw<{ rows: unknown[] }>(
    `select query from pg_stat_activity
      where datname = current_database() and state = 'active' and wait_event_type = 'Lock'`,
  );
  return rows.length;
};

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 2500;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await sleep(30);
  }
}

// One session serves all clients of the embedded database, and it knows no timeouts.
const onServer = onEmbedded() ? it.skip : it;

describe('a read that takes too long', () => {
  onServer.each(['lane', 'stack'])(
    'ends after three seconds, in the database too (%s)',
    async (way) => {
      await whileReadsHang(async () => {
        const before = performance.now();
        const answer = await fetch(`${app.url}/api/geo/occurrences`, {
          headers: way === 'stack' ? { cookie: 'any=1' } : {},
        });
        const seconds = (performance.now() - before) / 1000;
        expect(answer.status).toBe(504);
        expect(await answer.json()).toMatchObject({ code: 'timeout' });
        expect(seconds).toBeGreaterThan(2.8);
        expect(seconds).toBeLessThan(4.5);
        expect(await readsUnderWay()).toBe(0);
      });
    },
  );

  onServer.each(['lane', 'stack'])('ends when its client goes away (%s)', async (way) => {
    await whileReadsHang(async () => {
      const leaving = new AbortController();
      const asked = fetch(`${app.url}/api/geo/occurrences`, {
        headers: way === 'stack' ? { cookie: 'any=1' } : {},
        signal: leaving.signal,
      }).catch(() => undefined);
      await until(async () => (await readsUnderWay()) === 1);
      leaving.abort();
      const left = performance.now();
      await asked;
      await until(async () => (await readsUnderWay()) === 0);
      expect(performance.now() - left).toBeLessThan(1500);
    });
  });

  onServer('keeps nobody else waiting: other reads have connections of their own', async () => {
    await whileReadsHang(async () => {
      const reads = Array.from({ length: 12 }, () =>
        fetch(`${app.url}/api/geo/occurrences`).then((answer) => answer.json()),
      );
      await until(async () => (await readsUnderWay()) === 4);
      const health = await fetch(`${app.url}/api/taxa`);
      expect(health.status).toBe(200);
      await Promise.all(reads);
    });
  });

  onServer('is not the count beside a page of features that was found in time', async () => {
    await insertOccurrence(app.db);
    await app.db.raw(
      `create function slow_to_count() returns boolean language plpgsql as $$
       begin
         if current_query() like 'select cast(count(%' then perform pg_sleep(30); end if;
         return true;
       end $$;
       alter table occurrences rename to occurrences_below;
       create view occurrences as select ctid, * from occurrences_below where slow_to_count()`,
    );
    try {
      const answer = await fetch(`${app.url}/api/ogc/collections/occurrences/items?limit=1`);
      expect(answer.status).toBe(200);
      const page: unknown = await answer.json();
      expect(page).toMatchObject({ numberReturned: 1 });
      expect(page).not.toHaveProperty('numberMatched');
    } finally {
      await app.db.raw(
        `drop view occurrences;
         alter table occurrences_below rename to occurrences;
         drop function slow_to_count;
         delete from occurrences where record_key <> 'id:1'`,
      );
    }
  });

  onServer('leaves the connections fit for the next', async () => {
    const answer = await fetch(`${app.url}/api/geo/occurrences`);
    expect(await answer.json()).toMatchObject({ numberReturned: 1 });
  });
});
