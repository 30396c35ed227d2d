import { forgetImports } from '../support/import-rig';
import { useInbox } from '../support/use-imports';

const FILE = 'cods.csv';
const TERMS = ['occurrenceID', 'institutionCode', 'catalogNumber', 'scientificName',
  'decimalLatitude', 'decimalLongitude', 'eventDate']; // prettier-ignore

/** A row of a table: known by its id, by its number in a collection, or by neither. */
const row = (n: number, lat = '60', by: 'id' | 'number' | 'nothing' = 'id') =>
  [
    by === 'id' ? `t${n}` : '',
    by === 'number' ? 'BAS' : '',
    by === 'number' ? String(n) : '',
    ...['Gadus morhua', lat, '5', `2020-05-${String(n).padStart(2, '0')}`],
  ].join(',');
const numbers = Array.from({ length: 20 }, (_, index) => index + 1);

describe('a row that cannot be read', () => {
  const inbox = useInbox();

  function importTable(rows: string[], options = {}) {
    inbox.put(FILE, [TERMS.join(','), ...rows, ''].join('\n'));
    const start = { source: 'csv', parameters: { file: FILE, datasetKey: 'mine' }, ...options };
    return inbox.runs().start(start);
  }
  const withdrawn = async () =>
    Number((await inbox.app.db('occurrences').whereNotNull('withdrawn_at').count())[0]?.count);

  it('is not missing when it says which record it is, by its id or by its number', async () => {
    for (const by of ['id', 'number'] as const) {
      await importTable(numbers.map((n) => row(n, '60', by)));
      const run = await importTable(numbers.map((n) => row(n, n <= 2 ? 'north' : '60', by)));
      expect(run).toMatchObject({ state: 'succeeded', tally: { rejected: 2, withdrawn: 0 } });
      await forgetImports(inbox.app.db);
    }
  });

  it('lets the others that are gone be withdrawn, as long as it is known which it is', async () => {
    await importTable(numbers.map((n) => row(n)));
    const rows = numbers.slice(1).map((n) => row(n, n === 2 ? 'north' : '60'));
    expect(await importTable(rows)).toMatchObject({ state: 'succeeded', tally: { withdrawn: 1 } });
  });

  it('may be any of those that are missing when it does not say which it is: the run asks', async () => {
    await importTable(numbers.map((n) => row(n)));
    const rows = numbers.map((n) => (n === 1 ? row(n, 'north', 'nothing') : row(n)));
    const asked = await importTable(rows);
    expect(asked).toMatchObject({
      state: 'paused',
      tally: { rejected: 1, withdrawn: 0 },
      askedWithdrawals: [
        { ...{ datasetKey: 'mine', records: 1, stored: 20, unread: 1 }, examples: ['occurrence-id:t1'] },
      ],
    }); // prettier-ignore
    expect(await importTable(rows, { mode: 'dry-run' })).toMatchObject({
      state: 'succeeded',
      askedWithdrawals: [{ unread: 1 }],
    });
    expect(await importTable(rows, { confirmWithdrawals: true })).toMatchObject({
      ...{ id: asked.id, state: 'succeeded', tally: { withdrawn: 1 } },
    });
    expect(await withdrawn()).toBe(1);
  });

  it('asks about nothing when nothing is missing', async () => {
    await importTable(numbers.map((n) => row(n)));
    const rows = [...numbers.map((n) => row(n)), row(21, 'north', 'nothing')];
    expect(await importTable(rows)).toMatchObject({ state: 'succeeded', tally: { rejected: 1 } });
  });

  it('says too little where several records have the id that it has', async () => {
    await importTable([...numbers.map((n) => row(n)), row(1, '61'), row(1, '62')]);
    const rows = [...numbers.map((n) => row(n)), row(1, '61'), row(1, 'north')];
    expect(await importTable(rows)).toMatchObject({
      state: 'paused',
      askedWithdrawals: [{ records: 1, unread: 1 }],
    });
    expect(await withdrawn()).toBe(0);
  });
});
