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

it.each([
  ['obis --bbox --all', /bbox/],
  ['obis --taxn 1', /taxn/],
  ['obis --taxon cod', /--taxon: must be a whole number/],
  ['obis --taxon', /taxon/],
  ['obis --bbox 1,2,3', /--bbox: must be west,south,east,north/],
  ['obis --dataset x', /--dataset: must be a UUID/],
  ['obis --since 2020-02-30', /--since/],
  ['obis --size 20000 --all', /--size/],
  ['obis extra --all', /"extra" is not understood/],
  ['atlantis --all', /no source "atlantis"/],
  ['', /Say which source/],
  ['obis', /Say what to fetch/],
])('refuses "%s" with the usage', (line, reason) => {
  const read = () => readImportOptions(line.split(' ').filter(Boolean));
  expect(read).toThrow(reason);
  expect(read).toThrow(/Usage: npm run import/);
});
