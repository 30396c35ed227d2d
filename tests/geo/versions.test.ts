import { setTimeout as sleep } from 'node:timers/promises';
import type { VersionRepository } from '../../src/plugins/geo/server/repositories/versions';
import type { Upkeep } from '../../src/plugins/geo/server/domain/upkeep';
import { requireOfApp, startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { insertOccurrence } from '../support/factories';
import { asProgram, makePerson, signIn } from '../support/people';

let app: TestApp;
let versions: VersionRepository;
beforeAll(async () => {
  app = await startApp();
  const { createVersionRepository } = requireOfApp(
    'src/plugins/geo/server/repositories/versions',
  ) as { createVersionRepository: (db: TestApp['db']) => VersionRepository };
  versions = createVersionRepository(app.db);
});
afterAll(() => app.stop());

const version = async () => Number((await versions.readAll()).get('occurrences') ?? 0);
const foldedRows = async () => {
  const { rows } = await app.db.raw<{ rows: [{ count: number }] }>(
    'select cast(count(*) as integer) as count from geo_version_deltas',
  );
  return rows[0].count;
};

/** How far the version moves while something is done. */
async function movedBy(work: () => Promise<unknown>): Promise<number> {
  const before = await version();
  await work();
  return (await version()) - before;
}

describe('the version of a collection', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['an insert in plain SQL', () => insertOccurrence(app.db)],
    ['an update in plain SQL', () => app.db.raw(`update occurrences set sex = 'female'`)],
    [
      'an upsert that updates',
      () =>
        app.db.raw(
          `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                                    absence, dropped)
           select document_id, provider, dataset_key, record_key, 'Other', absence, dropped
             from occurrences limit 1
           on conflict (provider, dataset_key, record_key) do update set scientific_name = 'Other'`,
        ),
    ],
    ['a delete', () => app.db.raw('delete from occurrences')],
    ['a truncation', () => app.db.raw('truncate occurrences cascade')],
    [
      'an entry made by Strapi',
      () =>
        app.strapi.documents('api::occurrence.occurrence').create({
          data: {
            scientificName: 'Mola mola',
            provider: 'panel',
            datasetKey: 'a',
            recordKey: 'b',
            absence: false,
            dropped: false,
          },
        }),
    ],
    [
      'a change of the taxa that its filter follows',
      () => app.db('taxa').insert({ document_id: 'taxon', scientific_name: 'Mola', aphia_id: 1 }),
    ],
    [
      'a change of the datasets that files name',
      () =>
        app.db('datasets').insert({ document_id: 'dataset', provider: 'test', dataset_key: 'a' }),
    ],
  ])('moves with %s', async (_name, write) => {
    expect(await movedBy(write)).toBeGreaterThan(0);
  });

  it('stays where a statement wrote no row and where a transaction was taken back', async () => {
    await insertOccurrence(app.db);
    expect(
      await movedBy(async () => {
        await app.db.raw(`update occurrences set sex = 'male' where false`);
        await app.db.raw('delete from occurrences where false');
        await app.db
          .transaction(async (trx) => {
            await trx.raw(`update occurrences set sex = 'male'`);
            throw new Error('taken back');
          })
          .catch(() => undefined);
        await app.db('resources').insert({ document_id: 'd', title: 'Tide tables' });
      }),
    ).toBe(0);
  });

  it('stays while deltas are folded into it, and many are', async () => {
    const before = await version();
    for (let write = 0; write < 600; write += 1)
      await app.db.raw(`update occurrences set sex = sex`);
    expect((await version()) - before).toBe(600);
    expect(await foldedRows()).toBeLessThan(256);
    expect(await movedBy(() => app.db.raw('select geo_fold_versions()'))).toBe(0);
    expect(await foldedRows()).toBe(0);
  });

  it('moves at each commit, whatever order they began in, and writers do not wait', async () => {
    // One session serves all clients of the embedded database: nothing there is at the same time.
    if (onEmbedded()) return;
    const first = await app.db.transaction();
    const second = await app.db.transaction();
    const before = await version();
    await insertOccurrence(first);
    await insertOccurrence(second);
    await second.raw('select geo_fold_versions()');
    await first.raw('select geo_fold_versions()');
    expect(await version()).toBe(before);
    await second.commit();
    expect(await version()).toBe(before + 1);
    await first.commit();
    expect(await version()).toBe(before + 2);
  });

  it('is kept by a transaction that sees an older state', async () => {
    if (onEmbedded()) return;
    const strict = await app.db.transaction(undefined, { isolationLevel: 'repeatable read' });
    await strict.raw('select count(*) from occurrences');
    await insertOccurrence(app.db);
    await app.db.raw('select geo_fold_versions()');
    const before = await version();
    await insertOccurrence(strict);
    await strict.raw('select geo_fold_versions()');
    await strict.commit();
    expect(await version()).toBe(before + 1);
  });
});

describe('the triggers', () => {
  interface Upkeeps {
    ensure: (wanted: readonly Upkeep[]) => Promise<void>;
  }
  const triggers = async () => {
    const { rows } = await app.db.raw<{ rows: unknown[] }>(
      `select cast(oid as integer) as oid, tgname, tgenabled from pg_trigger
        where tgname like 'geo\\_version%' order by 1`,
    );
    return rows;
  };
  const bootstrap = async () => {
    const geo = requireOfApp('src/plugins/geo/server/bootstrap') as {
      bootstrap: (given: { strapi: TestApp['strapi'] }) => Promise<void>;
    };
    await geo.bootstrap({ strapi: app.strapi });
  };

  it('stand on the tables of the collection and are left alone by the next boot', async () => {
    const before = await triggers();
    expect(before).toHaveLength(16);
    const moved = await movedBy(bootstrap);
    expect(await triggers()).toEqual(before);
    expect(moved).toBe(0);
  });

  it('come back when somebody switched one off, and the version moves for what was missed', async () => {
    await app.db.raw('alter table occurrences disable trigger geo_version_update');
    expect(await movedBy(bootstrap)).toBeGreaterThan(0);
    expect(await movedBy(() => app.db.raw(`update occurrences set sex = 'male'`))).toBe(1);
  });

  it('go away from a table that is no longer registered', async () => {
    const upkeeps = app.strapi.plugin('geo').service<Upkeeps>('upkeeps');
    await upkeeps.ensure([]);
    expect(await triggers()).toEqual([]);
    await bootstrap();
    expect(await triggers()).toHaveLength(16);
  });
});

describe('a question that was asked before', () => {
  const settle = () => sleep(700);
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}${path}`, { headers });
  const tagOf = (answer: Response) => answer.headers.get('etag') ?? '';

  it.each(['lane', 'stack'])('is answered 304 without its table (%s)', async (way) => {
    const headers: Record<string, string> = way === 'stack' ? { cookie: 'any=1' } : {};
    await insertOccurrence(app.db);
    await settle();
    const first = await ask('/api/geo/occurrences', headers);
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    expect(first.headers.get('vary')).toMatch(/Authorization/i);
    expect(tagOf(first)).toMatch(/^W\/"[\w-]{22}"$/);
    await app.db.raw('alter table occurrences rename to hidden_away');
    const again = await ask('/api/geo/occurrences', {
      ...headers,
      'if-none-match': `"other", ${tagOf(first)}`,
    });
    await app.db.raw('alter table hidden_away rename to occurrences');
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(tagOf(again)).toBe(tagOf(first));
  });

  it('is answered anew a second after any write', async () => {
    const tag = tagOf(await ask('/api/geo/occurrences'));
    await app.db.raw(`update occurrences set sex = 'female'`);
    await settle();
    const again = await ask('/api/geo/occurrences', { 'if-none-match': tag });
    expect(again.status).toBe(200);
    expect(tagOf(again)).not.toBe(tag);
  });

  it('has another tag than every other question', async () => {
    const tags = await Promise.all(
      ['', '?limit=3', '?bbox=0,0,1,1', '?bbox=0,0,1,2'].map(async (query) =>
        tagOf(await ask(`/api/geo/occurrences${query}`)),
      ),
    );
    expect(new Set(tags).size).toBe(4);
  });

  it('may be kept by nobody else when somebody is signed in', async () => {
    const person = await makePerson(app);
    const headers = asProgram(await signIn(app, person));
    const answer = await ask('/api/geo/occurrences', headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('carries no tag when it is refused', async () => {
    const answer = await ask('/api/geo/occurrences?cursor=wrong');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('etag')).toBeNull();
  });
});
