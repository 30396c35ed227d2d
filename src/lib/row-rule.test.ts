import type { Knex } from 'knex';
import { toFilters, toSql, type RowRule } from './row-rule';

const rule: RowRule = [
  { attribute: 'absence', is: false },
  { attribute: 'withdrawnAt', is: null },
  { attribute: 'provider', is: 'obis' },
];

const raw = ((sql: string, bindings: object) => ({ sql, bindings })) as unknown as Knex['raw'];

it('says the same to the query engine and to SQL', () => {
  expect(toFilters(rule, { raw })).toEqual([
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

it('asks both for the rows that a statement selects', () => {
  const own: RowRule = [{ idIn: 'select id from own where owner = :me', bindings: { me: 7 } }];
  expect(toFilters(own, { raw })).toEqual([
    { id: { $in: { sql: 'select id from own where owner = :me', bindings: { me: 7 } } } },
  ]);
  expect(toSql(own, (attribute) => `t.${attribute}`)).toEqual({
    sql: 't.id in (select id from own where owner = :me)',
    bindings: { me: 7 },
  });
});
