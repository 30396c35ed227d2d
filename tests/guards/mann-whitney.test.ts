import { mannWhitney, medianOf } from '../support/mann-whitney';

/** What tests/faults/timing.ts judges by. */
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, at) => at + from);

it('knows the middle', () => {
  expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

it('agrees with the tables', () => {
  // scipy.stats.mannwhitneyu(range(30), range(10, 40), use_continuity=False, method='asymptotic')
  expect(mannWhitney(upTo(30), upTo(30, 10))).toBeCloseTo(0.00021805, 6);
});

it('takes equal samples for equal, and moved ones not', () => {
  expect(mannWhitney(upTo(100), upTo(100))).toBeCloseTo(1, 5);
  expect(mannWhitney(Array(50).fill(1), Array(50).fill(1))).toBe(1);
  expect(mannWhitney(upTo(500), upTo(500, 60))).toBeLessThan(0.001);
});
