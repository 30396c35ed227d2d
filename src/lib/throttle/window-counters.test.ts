import { createWindowCounters } from './window-counters';

const clock = { at: 1_000_000 };
const counters = (maxKeys = 10) => createWindowCounters({ maxKeys, now: () => clock.at });

it('counts within a window and begins anew after it', () => {
  const { add, read } = counters();
  expect(add('a', 2, 60)).toEqual({ used: 2, resetMs: 60_000 });
  clock.at += 59_999;
  expect(add('a', 1, 60)).toEqual({ used: 3, resetMs: 1 });
  clock.at += 1;
  expect(read('a')).toBeUndefined();
  expect(add('a', 1, 60)).toEqual({ used: 1, resetMs: 60_000 });
});

it('forgets what it is told to', () => {
  const { add, read, remove } = counters();
  add('a', 1, 60);
  remove('a');
  expect(read('a')).toBeUndefined();
});

it('forgets who was quiet for longest when there are too many', () => {
  const { add, read } = counters(3);
  for (const key of ['a', 'b', 'c', 'a', 'd']) add(key, 1, 60);
  expect(read('b')).toBeUndefined();
  expect(read('a')).toMatchObject({ used: 2 });
});
