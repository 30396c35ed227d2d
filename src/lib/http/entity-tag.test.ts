import { isMatchOf, isNoneMatchOf } from './entity-tag';

it.each([
  ['"a"', true, true],
  ['"b", "a"', true, true],
  ['*', true, true],
  ['W/"a"', false, true],
  ['"b"', false, false],
  ['a', false, false],
  ['', false, false],
])('reads %s beside "a"', (header, isMatch, isNoneMatch) => {
  expect([isMatchOf(header, '"a"'), isNoneMatchOf(header, '"a"')]).toEqual([isMatch, isNoneMatch]);
});
