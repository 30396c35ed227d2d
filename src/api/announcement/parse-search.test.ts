import { parseSearch } from './parse-search';

const term = (text: string, isExcluded = false) => ({ text, isExcluded });

it.each([
  ['', []],
  ['  \t ', []],
  ['whale', [[term('whale')]]],
  ['blue  whale', [[term('blue'), term('whale')]]],
  ['"blue whale"', [[term('blue whale')]]],
  ['"blue whale', [[term('blue whale')]]],
  ['-"blue whale" krill', [[term('blue whale', true), term('krill')]]],
  ['whale -krill', [[term('whale'), term('krill', true)]]],
  ['whale or krill', [[term('whale')], [term('krill')]]],
  ['a b OR c', [[term('a'), term('b')], [term('c')]]],
  ['or', []],
  ['or whale or', [[term('whale')]]],
  ['"or"', [[term('or')]]],
  ['- "" -"" --', [[term('-', true)]]],
  ['micro-plastics', [[term('micro-plastics')]]],
  ['5" pipe', [[term('5"'), term('pipe')]]],
])('reads %j', (typed, alternatives) => {
  expect(parseSearch(typed)).toEqual(alternatives);
});
