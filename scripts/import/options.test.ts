import { nameInInbox } from './file-question';
import { readImportOptions } from './options';

it('reads what to fetch', () => {
  const { request, isJson } = readImportOptions(
    'obis --taxon 127405,126436 --bbox=-10,35,5,45 --since 2020-01-01 --size 500 --json'.split(' '),
  );
  expect(isJson).toBe(true);
  expect(request).toMatchObject({
    source: 'obis',
    parameters: {
      taxonIds: [127405, 126436],
      bbox: [-10, 35, 5, 45],
      startDate: '2020-01-01',
      pageSize: 500,
    },
  });
});

it('takes a box that begins with a minus, as anybody would write it', () => {
  const { request } = readImportOptions('obis --bbox -10,-35.5,5,45'.split(' '));
  expect(request.parameters).toEqual({ bbox: [-10, -35.5, 5, 45] });
});

it('asks GBIF for what has changed', () => {
  const { request } = readImportOptions('gbif --taxon 126436 --incremental'.split(' '));
  expect(request).toMatchObject({
    source: 'gbif',
    mode: 'incremental',
    parameters: { taxonIds: [126436] },
  });
});

it('notes that everything was asked for again, and whether that was meant', () => {
  const line = 'obis --all --full --yes --accept-withdrawals';
  expect(readImportOptions(line.split(' '))).toMatchObject({
    request: { mode: 'full' },
    mode: 'full',
    isConfirmed: true,
    confirmWithdrawals: true,
  });
  expect(readImportOptions(['obis', '--all'])).toMatchObject({
    request: { mode: 'full' },
    mode: null,
    isConfirmed: false,
  });
});

it('reads a table, its columns and how it is written', () => {
  const line = '--source csv --file a.csv --columns Art=scientificName,Breite=decimalLatitude';
  const { request } = readImportOptions([...line.split(' '), '--delimiter', 'semicolon']);
  expect(request).toMatchObject({
    source: 'csv',
    parameters: {
      file: 'a.csv',
      columns: { Art: 'scientificName', Breite: 'decimalLatitude' },
      delimiter: ';',
    },
  });
});

it('finds the name in the inbox of a file that is given by its path', () => {
  expect(nameInInbox('/data/inbox/a/b.zip', '/data/inbox')).toBe('a/b.zip');
  expect(nameInInbox('b.zip', '/data/inbox')).toBe('b.zip');
  expect(nameInInbox('/elsewhere/b.zip', '/data/inbox')).toBe('/elsewhere/b.zip');
});

it.each([
  ['obis --all --full --incremental', /not both/],
  ['obis --bbox --all', /bbox/],
  ['obis --taxn 1', /taxn/],
  ['obis --taxon cod', /--taxon: must be a whole number/],
  ['obis --taxon', /taxon/],
  ['obis --bbox 1,2,3', /--bbox: must be west,south,east,north/],
  ['obis --dataset x', /--dataset: must be a UUID/],
  ['obis --since 2020-02-30', /--since/],
  ['obis --size 20000 --all', /--size/],
  ['dwca --all', /Say --file or --url/],
  ['csv --file a.csv --columns Species', /--columns: must be Header=term/],
  ['obis extra --all', /"extra" is not understood/],
  ['atlantis --all', /no source "atlantis"/],
  ['', /Say which source/],
  ['obis', /Say what to fetch/],
])('refuses "%s" with the usage', (line, reason) => {
  const read = () => readImportOptions(line.split(' ').filter(Boolean));
  expect(read).toThrow(reason);
  expect(read).toThrow(/Usage: npm run import/);
});
