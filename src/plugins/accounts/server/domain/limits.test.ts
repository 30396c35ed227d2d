import { delaySecondsAfter } from './limits';

it('lets the free failures pass, then doubles the wait up to a minute', () => {
  const delays = Array.from({ length: 14 }, (_, index) => delaySecondsAfter(index + 1, 5));
  expect(delays).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  expect(delaySecondsAfter(1_000_000, 5)).toBe(60);
});
