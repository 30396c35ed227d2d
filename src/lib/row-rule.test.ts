import { toFilters, toSql, type RowRule } from './row-rule';

const rule: RowRule = [
  { attribute: 'absence', is: false },
  { attribute: 'withdrawnAt', is: null },
  { attribute: 'provider', is: 'obis' },
];

it('says the same to the query engine and to SQL', () => {
  expect(toFilters(rule)).toEqual([
    { absence: { $eq: false } },
    { withdrawnAt: { $null: true } },
    { provider: { $eq: 'obis' } },
  ]);
  expect(toSql(rule, (attribute) => `t.${attribute.toLowerCase()}`)).toEqual({
    sql: 't.absence = :rule0 and t.withdrawnat is null and t.provider = :rule2',
    bindings: { rule0: false, rule2: 'obis' },
  });
});

it('holds for every row when it says nothing', () => {
  expect(toSql([], (attribute) => attribute)).toEqual({ sql: 'true', bindings: {} });
});
