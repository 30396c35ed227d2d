import { startApp, type TestApp } from '../support/app';
import {
  createImportRig,
  createImportStage,
  forgetImports,
  outcomesOf,
  rowVersions,
} from '../support/import-rig';
import { readObisFixture } from '../support/replay-server/obis/fixtures';
import type { ObisFields } from '../support/replay-server/obis/pool';

let app: TestApp;
const stage = createImportStage();
const { serve } = stage;
const importAll = (occurrences: unknown[], datasets?: ObisFields[], pageSize?: number) =>
  stage.importAll(app, occurrences, datasets, pageSize);

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));
afterEach(() => stage.close());

interface OccurrenceRow {
  document_id: string;
  sex: string | null;
  withdrawn_at: Date | null;
}

describe('identity', () => {
  const { occurrences, datasets } = readObisFixture('ladder').fixture;
  const renumbered = (order: number[]) =>
    order.map((from, to) => ({
      ...(occurrences[from] as ObisFields),
      id: `0000000${to + 1}-9999-4000-8000-000000000000`,
    }));
  const keys = async () => {
    const rows = await app.db('occurrences').orderBy(['dataset_key', 'record_key']);
    return rows.map(({ record_key: key }: { record_key: string }) =>
      key.slice(0, key.indexOf(':')),
    );
  };

  it('tells records apart that share a catalogue number or an occurrenceID', async () => {
    const run = await importAll(occurrences, datasets, 2);
    expect(outcomesOf(run)).toMatchObject({ read: 8, inserted: 7, repeated: 1 });
    expect((await keys()).sort()).toEqual(
      [
        'content',
        'content',
        'content',
        'triplet',
        'triplet',
        'triplet-when-where',
        'triplet-when-where',
      ].sort(),
    );
  });

  it.each([1, 2, 8])('writes nothing the second time, in pages of %i', async (pageSize) => {
    const replay = await serve(occurrences, datasets);
    const { runs } = createImportRig(app, replay, { pageSize });
    await runs.start({ source: 'obis' });
    const before = await rowVersions(app.db);
    const second = await runs.start({ source: 'obis' });
    expect(outcomesOf(second)).toMatchObject({
      unchanged: 7,
      repeated: 1,
      inserted: 0,
      updated: 0,
    });
    expect(await rowVersions(app.db)).toEqual(before);
  });

  it('comes to the same keys in whatever order the records come', async () => {
    const identity = async () => {
      const rows = await app
        .db('occurrences')
        .select('dataset_key', 'record_key', 'event_date', 'decimal_latitude')
        .orderBy(['dataset_key', 'record_key']);
      return rows as unknown[];
    };
    await importAll(renumbered([0, 1, 2, 3, 4, 5, 6, 7]), datasets, 2);
    const forward = await identity();
    for (const order of [
      [7, 6, 5, 4, 3, 2, 1, 0],
      [2, 5, 0, 7, 1, 4, 3, 6],
    ]) {
      // On top of the rows of the order before, as when OBIS gives a dataset new ids.
      const run = await importAll(renumbered(order), datasets, 2);
      expect(outcomesOf(run)).toMatchObject({ inserted: 0, repeated: 1 });
      expect(await identity()).toEqual(forward);
      await forgetImports(app.db);
      await importAll(renumbered(order), datasets, 3);
      expect(await identity()).toEqual(forward);
    }
  });

  describe('of a record that steps down to the key of another', () => {
    const composed = (day: number, fields: ObisFields): ObisFields => ({
      ...(occurrences[0] as ObisFields),
      catalogNumber: '77',
      eventDate: `2001-01-0${day}`,
      ...fields,
    });
    const numbered = composed(1, { occurrenceID: 'x' });
    const sameId = composed(2, { occurrenceID: 'x', catalogNumber: '78' });
    const unnamed = composed(3, {});
    const other = composed(4, { catalogNumber: '79' });
    /** OBIS gives records in the order of their ids. */
    const inOrder = (records: ObisFields[]) =>
      records.map((fields, index) => ({
        ...fields,
        id: `0000000${index + 1}-7777-4000-8000-000000000000`,
      }));
    const stored = async () => {
      const rows = await app.db('occurrences').orderBy('event_date');
      return rows.map(({ event_date: day, record_key: key, withdrawn_at: at }) => [
        day as string,
        (key as string).slice(0, (key as string).indexOf(':')),
        at as Date | null,
      ]);
    };
    const settled = [
      ['2001-01-01', 'triplet-when-where', null],
      ['2001-01-02', 'triplet', null],
      ['2001-01-03', 'triplet-when-where', null],
      ['2001-01-04', 'triplet', null],
    ];
    const orders = [
      [numbered, sameId, unnamed],
      [numbered, unnamed, sameId],
      [sameId, numbered, unnamed],
      [sameId, unnamed, numbered],
      [unnamed, numbered, sameId],
      [unnamed, sameId, numbered],
    ];

    it.each([2, 4])(
      'loses none in any order, in pages of %i',
      async (pageSize) => {
        for (const order of orders) {
          await forgetImports(app.db);
          // In pages of two the first of them is stored before the others come.
          const records = inOrder([other, ...order]);
          const run = await importAll(records, datasets, pageSize);
          expect(outcomesOf(run)).toMatchObject({ inserted: 4, rejected: 0, repeated: 0 });
          expect(await stored()).toEqual(settled);
          const before = await rowVersions(app.db);
          const second = await importAll(records, datasets, pageSize);
          expect(outcomesOf(second)).toMatchObject({ unchanged: 4, rejected: 0, repeated: 0 });
          expect(await rowVersions(app.db)).toEqual(before);
        }
      },
      60_000,
    );

    it.each([
      ['the one with an occurrenceID', numbered],
      ['the one without', unnamed],
    ])('leaves the row to %s that was stored', async (_name, first) => {
      await importAll(inOrder([first]), datasets);
      const row = await app.db<OccurrenceRow>('occurrences').first();
      const run = await importAll(
        inOrder([first, ...[numbered, sameId, unnamed, other].filter((one) => one !== first)]),
        datasets,
        4,
      );
      expect(outcomesOf(run)).toMatchObject({ inserted: 3, unchanged: 1, rejected: 0 });
      expect(await stored()).toEqual(settled);
      const kept = app.db('occurrences').where({ document_id: row?.document_id });
      expect(await kept.first()).toMatchObject({ event_date: first.eventDate as string });
    });
  });

  it('updates a corrected record in place and brings a withdrawn one back', async () => {
    const [first, second, ...others] = occurrences as ObisFields[];
    await importAll(occurrences, datasets);
    const before = await app.db<OccurrenceRow>('occurrences').orderBy('id');
    await app
      .db('occurrences')
      .where({ provider_record_id: second?.id })
      .update({
        withdrawn_at: new Date('2026-01-01'),
      });
    const run = await importAll([{ ...first, sex: 'female' }, second, ...others], datasets);
    expect(outcomesOf(run)).toMatchObject({ updated: 2, unchanged: 5, inserted: 0 });
    const after = await app.db<OccurrenceRow>('occurrences').orderBy('id');
    expect(after.map(({ document_id: id }) => id)).toEqual(before.map(({ document_id: id }) => id));
    expect(after.filter(({ sex }) => sex === 'female')).toHaveLength(1);
    expect(after.every(({ withdrawn_at: at }) => at === null)).toBe(true);
  });

  it('describes datasets and names taxa once, without waiting for those OBIS does not describe', async () => {
    await importAll(occurrences, datasets);
    const described = await app.db('datasets').orderBy('dataset_key');
    expect(described).toMatchObject([
      {
        title: 'Composed tracks',
        doi: '10.5555/composed.1',
        license: 'CC BY-NC',
        citation: 'Composed (2025)',
      },
      { title: null, accessed_at: null },
    ]);
    const taxa = await app.db<{ aphia_id: number }>('taxa').orderBy('aphia_id');
    expect(taxa.map((taxon) => taxon.aphia_id)).toEqual([126436, 127405]);
  });
});
