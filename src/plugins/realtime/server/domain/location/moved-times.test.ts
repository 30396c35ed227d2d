import { spansOf } from './moved-times';

it('joins moments that are near each other, in whatever order they come', () => {
  expect(spansOf([50, 10, 12, 11, 57], 5)).toEqual([
    { fromMs: 10, toMs: 12 },
    { fromMs: 50, toMs: 50 },
    { fromMs: 57, toMs: 57 },
  ]);
  expect(spansOf([], 5)).toEqual([]);
});
