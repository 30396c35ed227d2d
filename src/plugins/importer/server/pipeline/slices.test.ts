import { toSlices } from './slices';

const at = (resumeAt: string | null) => ({ resumeAt });

it('cuts where a run can go on, and ends with the cursor of the page', () => {
  const slices = toSlices(['a', 'b', 'c', 'd', 'e'].map(at), 2, 'page');
  expect(slices.map(({ items, cursor }) => [items.length, cursor])).toEqual([
    [2, 'b'],
    [2, 'd'],
    [1, 'page'],
  ]);
});

it('grows a slice until the provider gives a place to stop', () => {
  const slices = toSlices([at(null), at(null), at('c'), at(null)], 1, 'page');
  expect(slices.map(({ items, cursor }) => [items.length, cursor])).toEqual([
    [3, 'c'],
    [1, 'page'],
  ]);
});

it('leads on by an empty page as well', () => {
  expect(toSlices([], 5, 'page')).toEqual([{ items: [], cursor: 'page' }]);
});
