import { isObjectKey, objectKeyOf } from './object-key';

it.each([
  [{ hash: 'abc', ext: '.png' }, 'abc.png'],
  [{ hash: 'abc' }, 'abc'],
  [{ hash: '../a', ext: '.p/../n' }, '___a.p..n'],
])('names the object of %j', (stored, key) => {
  expect(objectKeyOf(stored)).toBe(key);
});

it.each([
  ['abc.png', true],
  ['a_b-1', true],
  ['../a', false],
  ['a..b', false],
  ['.unfinished-a', false],
  ['a/b', false],
  ['', false],
])('takes %j for an object: %j', (name, isOne) => {
  expect(isObjectKey(name)).toBe(isOne);
});
