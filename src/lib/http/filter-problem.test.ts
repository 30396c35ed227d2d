import { filterProblem } from './filter-problem';

it.each([
  'Expected a valid Number, got abc',
  'Operator $and must be an array',
  'Where must be an array or an object',
  'The second argument to whereBetween must be an array.',
  'select "t0".* from "occurrences" as "t0" where "t0"."flags" LIKE $1 - operator does not exist: jsonb ~~ unknown',
])('blames the filters for: %s', (message) => {
  const problem = filterProblem(new Error(message));
  expect(problem).toMatchObject({ status: 400, faults: [{ parameter: 'filters' }] });
  expect(problem?.message).not.toContain('select');
});

it('leaves every other error to be a fault of ours', () => {
  const ours = new Error('select 1 - function st_nothing(geometry) does not exist');
  expect(filterProblem(ours)).toBeUndefined();
});
