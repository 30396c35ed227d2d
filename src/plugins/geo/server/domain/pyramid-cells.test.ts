import { addUpKept } from './pyramid-cells';

const window = { level: 5, xRange: [4, 6], yRange: [10, 11] } as const;

it('adds up the kept cells of each cell, in the order of rows and columns', () => {
  const kept = { numbers: [13, 22, 4, 8, 20, 1, 12, 23, 2, 9, 21, 5], isDetailed: false };
  expect(addUpKept(kept, window, 1)).toEqual([
    { x: 4, y: 10, count: 6 },
    { x: 6, y: 11, count: 6 },
  ]);
});

it('leaves out cells that have become empty', () => {
  const kept = { numbers: [4, 10, 3, 5, 10, 2, 4, 10, -3], isDetailed: false };
  expect(addUpKept(kept, window, 0)).toEqual([{ x: 5, y: 10, count: 2 }]);
});

it('gives the sums of positions in degrees', () => {
  const kept = { numbers: [4, 10, 2, 15e7, -3e7, 4, 10, 1, 5e6, 1], isDetailed: true };
  expect(addUpKept(kept, window, 0)).toEqual([
    { x: 4, y: 10, count: 3, lonSum: 15.5, latSum: -2.9999999 },
  ]);
});
