import { addTallies, assertBalanced, countName, emptyTally } from './tally';

it('adds outcomes and counts by name', () => {
  const a = { ...emptyTally(), read: 2, inserted: 2, flags: { ON_LAND: 1 } };
  const b = { ...emptyTally(), read: 1, rejected: 1, flags: { ON_LAND: 2, NO_DEPTH: 1 } };
  expect(addTallies(a, b)).toMatchObject({
    read: 3,
    inserted: 2,
    rejected: 1,
    flags: { ON_LAND: 3, NO_DEPTH: 1 },
  });
});

it('refuses a sum that does not add up', () => {
  expect(() =>
    assertBalanced({ ...emptyTally(), read: 3, inserted: 1, unchanged: 2 }),
  ).not.toThrow();
  expect(() => assertBalanced({ ...emptyTally(), read: 3, inserted: 1 })).toThrow(/do not add up/);
});

it('does not grow without end when a provider invents names', () => {
  const counts: Record<string, number> = {};
  for (let index = 0; index < 2000; index += 1) countName(counts, `field:${index}`);
  expect(Object.keys(counts).length).toBe(501);
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(2000);
});
