import type { LinksService } from '../../src/plugins/importer/server/services/links';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';
import { forgetImports, rowVersions } from '../support/import-rig';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await forgetImports(app.db);
  await app.db('importer_dataset_pairs').delete();
});

const links = () => app.strapi.plugin('importer').service<LinksService>('links');
const link = () => links().linkPending();

/** A cod at noon, somewhere in the North Sea. */
const COD = {
  aphia_id: 126436,
  scientific_name: 'Gadus morhua',
  basis_of_record: 'HumanObservation',
  decimal_longitude: 3.12345,
  decimal_latitude: 56.54321,
  event_date: '2020-06-01T12:34:56',
  event_date_start: new Date('2020-06-01T12:34:56Z'),
  event_date_end: new Date('2020-06-01T12:34:56Z'),
  event_date_precision: 'time',
};
const inObis = { provider: 'obis', dataset_key: 'o-1' };
const inGbif = { provider: 'gbif', dataset_key: 'g-1' };
const add = (columns: Record<string, unknown>) => insertOccurrence(app.db, { ...COD, ...columns });

/** The datasets of both providers, known to be one. */
async function pairDatasets(): Promise<void> {
  const at = { document_id: 'd', created_at: new Date(), doi: '10.5555/one' };
  await app.db('datasets').insert([
    { ...at, ...inObis, document_id: 'd000000000000000000000a' },
    { ...at, ...inGbif, document_id: 'd000000000000000000000b' },
  ]);
}

interface LinkRow {
  one_id: number;
  other_id: number;
  state: string;
  reason: string;
}
const stored = () =>
  app
    .db<LinkRow>('importer_links')
    .orderBy(['one_id', 'other_id'])
    .select('one_id', 'other_id', 'state', 'reason');
const standing = async (id: number) => {
  const rows = app.db<{ id: number; duplicate_of: string | null }>('occurrences');
  return (await rows.where({ id }).first('duplicate_of'))?.duplicate_of;
};

const get = async (path: string) => {
  const answer = await fetch(`${app.url}${path}`);
  return JSON.parse(await answer.text()) as {
    data: Record<string, unknown> & { documentId: string }[];
    meta: { pagination: { total: number } };
    features: { properties: Record<string, unknown> }[];
  };
};

describe('records of two providers that are the same', () => {
  it('are linked by the id they have in datasets that are the same, and OBIS stands for both', async () => {
    await pairDatasets();
    const obis = await add({
      ...inObis,
      occurrence_id: 'fish:1',
      event_date: null,
      event_date_start: null,
    });
    const gbif = await add({ ...inGbif, occurrence_id: ' fish:1 ', aphia_id: null });
    await add({ ...inGbif, occurrence_id: 'fish:2', decimal_latitude: 10 });
    expect(await link()).toMatchObject({ looked: 3, written: 1 });
    expect(await stored()).toEqual([
      { one_id: obis.id, other_id: gbif.id, state: 'automatic', reason: 'occurrence-id' },
    ]);
    expect([await standing(obis.id), await standing(gbif.id)]).toEqual([null, obis.document_id]);
  });

  it('are found when the datasets turn out to be the same only later', async () => {
    await add({ ...inObis, occurrence_id: 'fish:1', aphia_id: null });
    await add({ ...inGbif, occurrence_id: 'fish:1', aphia_id: null });
    await link();
    expect(await stored()).toEqual([]);
    await pairDatasets();
    await link();
    expect(await stored()).toMatchObject([{ state: 'automatic', reason: 'occurrence-id' }]);
    await app.db('datasets').update({ doi: null });
    await link();
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['by taxon, place and the minute', {}, 'automatic'],
    [
      'though GBIF dropped the time zone',
      { event_date_start: new Date('2020-06-01T11:34:56Z') },
      'automatic',
    ],
    ['though GBIF rounded the place', { decimal_latitude: 56.5432 }, 'automatic'],
    [
      'not by taxon, place and day alone: somebody must decide',
      { event_date: '2020-06-01' },
      'waiting',
    ],
    ['not at another minute', { event_date: '2020-06-01T12:35:00' }, null],
    ['not at another place', { decimal_latitude: 56.56 }, null],
    ['not of another taxon', { aphia_id: 127405 }, null],
    ['not of another kind', { basis_of_record: 'PreservedSpecimen' }, null],
    ['not of another depth', { minimum_depth_in_meters: 50, maximum_depth_in_meters: 60 }, null],
    ['not one that is absent', { absence: true }, null],
    ['not one that its provider took back', { withdrawn_at: new Date() }, null],
    ['not within one provider', { provider: 'obis', dataset_key: 'o-2' }, null],
  ])('%s', async (_what, columns, state) => {
    await add({ ...inObis, minimum_depth_in_meters: 10, maximum_depth_in_meters: 10 });
    await add({ ...inGbif, minimum_depth_in_meters: 10, maximum_depth_in_meters: 10, ...columns });
    await link();
    expect((await stored()).map((row) => row.state)).toEqual(state ? [state] : []);
  });

  it('wait for a decision when two are as like as each other, and a crowd is left alone', async () => {
    await add(inObis);
    await add(inGbif);
    await add(inGbif);
    await link();
    expect((await stored()).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    for (let n = 0; n < 30; n += 1) await add({ ...inGbif, dataset_key: `g-${n % 3}` });
    await link();
    expect(await stored()).toEqual([]);
  });

  it('are each one thing at a provider, the likest first', async () => {
    await pairDatasets();
    const first = await add({ ...inObis, occurrence_id: 'a' });
    const second = await add({ ...inObis, occurrence_id: 'b' });
    const one = await add({ ...inGbif, occurrence_id: 'a' });
    const other = await add({ ...inGbif, occurrence_id: 'b' });
    await link();
    expect((await stored()).map((row) => [row.one_id, row.other_id])).toEqual([
      [first.id, one.id],
      [second.id, other.id],
    ]);
  });

  it('are not linked twice, nor written again when nothing has changed', async () => {
    const obis = await add(inObis);
    await add(inGbif);
    await link();
    const before = [await rowVersions(app.db), await stored()];
    await app.db('importer_link_queue').insert({ occurrence_id: obis.id });
    expect(await link()).toEqual({ looked: 1, written: 0, removed: 0 });
    expect([await rowVersions(app.db), await stored()]).toEqual(before);
    expect(await link()).toEqual({ looked: 0, written: 0, removed: 0 });
  });

  it('are parted when what spoke for it is gone, and the one is public again', async () => {
    const obis = await add(inObis);
    const gbif = await add(inGbif);
    await link();
    expect(await standing(gbif.id)).toBe(obis.document_id);
    await app
      .db('occurrences')
      .where({ id: obis.id })
      .update({ event_date: '2020-06-01T15:00:00' });
    await link();
    expect([await stored(), await standing(gbif.id)]).toEqual([[], null]);
    await app.db('occurrences').where({ id: obis.id }).update({ event_date: COD.event_date });
    await link();
    expect(await standing(gbif.id)).toBe(obis.document_id);
  });

  it.each([
    [
      'is withdrawn',
      (id: number) => app.db('occurrences').where({ id }).update({ withdrawn_at: new Date() }),
    ],
    ['is deleted', (id: number) => app.db('occurrences').where({ id }).delete()],
  ])('are parted when the one that stood for both %s', async (_what, end) => {
    const obis = await add(inObis);
    const gbif = await add(inGbif);
    await link();
    await end(obis.id);
    await link();
    expect([await stored(), await standing(gbif.id)]).toEqual([[], null]);
  });

  it('are stood for by the one that the checks did not drop', async () => {
    const obis = await add({ ...inObis, dropped: true });
    const gbif = await add(inGbif);
    await link();
    expect([await standing(obis.id), await standing(gbif.id)]).toEqual([gbif.document_id, null]);
  });

  it('are still to be looked at when linking was cut off', async () => {
    const obis = await add(inObis);
    const gbif = await add(inGbif);
    await app.db.raw('alter table importer_links add constraint cut_off check (false) not valid');
    await expect(link()).rejects.toThrow('cut_off');
    await app.db.raw('alter table importer_links drop constraint cut_off');
    expect(await app.db('importer_link_queue')).toHaveLength(2);
    expect(await link()).toEqual({ looked: 2, written: 1, removed: 0 });
    expect(await standing(gbif.id)).toBe(obis.document_id);
  });

  it('wait while somebody else is writing one of them', async () => {
    const obis = await add(inObis);
    await add(inGbif);
    const linking = await app.db.transaction(async (trx) => {
      await trx('occurrences').where({ id: obis.id }).update({ sex: 'female' });
      const started = link();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await trx('importer_links')).toEqual([]);
      return { started };
    });
    await linking.started;
    expect(await stored()).toHaveLength(1);
  });
});

describe('a record that another one stands for', () => {
  const lists = async (choice: string) => {
    const rest = await get(`/api/occurrences?${choice}`);
    const geo = await get(`/api/geo/occurrences?${choice}`);
    const count = (await get(`/api/geo/occurrences/count?${choice}`)) as unknown as {
      data: { count: number };
    };
    return [
      rest.data.map(({ documentId }) => documentId),
      rest.meta.pagination.total,
      geo.features.map(({ properties }) => properties.documentId),
      count.data.count,
    ];
  };

  it('is in no list, count or map unless asked for, is found by its id, and each names the other', async () => {
    const obis = await add(inObis);
    const gbif = await add(inGbif);
    await link();
    const both = [obis.document_id, gbif.document_id];
    expect(await lists('')).toEqual([[obis.document_id], 1, [obis.document_id], 1]);
    expect(await lists('duplicates=include')).toEqual([both, 2, both, 2]);
    expect(await lists('duplicates=only')).toEqual([[gbif.document_id], 1, [gbif.document_id], 1]);
    expect((await get(`/api/occurrences/${gbif.document_id}`)).data).toMatchObject({
      duplicateOf: obis.document_id,
      sameAs: [{ documentId: obis.document_id, provider: 'obis', datasetKey: 'o-1' }],
    });
    const named = {
      duplicateOf: null,
      sameAs: [{ documentId: gbif.document_id, provider: 'gbif', datasetKey: 'g-1' }],
    };
    expect((await get(`/api/occurrences/${obis.document_id}`)).data).toMatchObject(named);
    const [feature] = (await get('/api/geo/occurrences')).features;
    expect(feature?.properties).toMatchObject(named);
    expect((await fetch(`${app.url}/api/occurrences?duplicates=maybe`)).status).toBe(400);
  });
});
