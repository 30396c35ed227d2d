import { panelRefusal } from './panel-refusal';

const failure = (code: string, detail?: string) =>
  Object.assign(new Error('insert into "occurrences" ...'), { code, detail });

it('names the fields that together exist already', () => {
  const detail = 'Key (provider, dataset_key)=(obis, secret) already exists.';
  const refusal = panelRefusal(failure('23505', detail));
  expect(refusal?.message).toBe('There is already an entry with this provider, datasetKey.');
  expect(refusal?.details).toMatchObject({
    errors: [{ path: ['provider'] }, { path: ['datasetKey'] }],
  });
});

it.each([
  ['a constraint over an expression', failure('23505', 'Key (lower(name))=(a) already exists.')],
  ['a number out of range', failure('22003')],
  ['text that is no JSON', failure('22P02')],
  ['a key too long for its index', failure('54000')],
  ['a filter of text on a number', new Error('Expected a valid Number, got abc')],
])('refuses %s without a word of SQL', (_, error) => {
  expect(panelRefusal(error)?.message).not.toMatch(/insert|lower/);
  expect(panelRefusal(error)).toMatchObject({ name: 'ValidationError' });
});

it.each([
  ['a bug', new Error('x is not a function')],
  ['a lost database', failure('57P01')],
])('leaves %s to be what it is', (_, error) => {
  expect(panelRefusal(error)).toBeUndefined();
});
