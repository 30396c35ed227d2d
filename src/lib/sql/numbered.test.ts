import { numbered } from './numbered';

it('numbers each place of a name in the order of the text', () => {
  const sql = 'select * from t where a between :low and :high and b >= :low';
  expect(numbered(sql, { high: 2, low: 1 })).toEqual({
    text: 'select * from t where a between $1 and $2 and b >= $3',
    values: [1, 2, 1],
  });
});

it('leaves casts, times of day and names without a value', () => {
  const sql = `select a::text, to_char(b, 'HH24:MI:SS'), :other, ? from t where c = :value`;
  expect(numbered(sql, { value: ['x'], text: 'no' })).toEqual({
    text: `select a::text, to_char(b, 'HH24:MI:SS'), :other, ? from t where c = $1`,
    values: [['x']],
  });
});

it('takes no value from what every object has', () => {
  expect(numbered('select :toString, :constructor', {}).values).toEqual([]);
});
