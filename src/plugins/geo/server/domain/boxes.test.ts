import { isWholeWorld, plainBoxesOf, squareDegreesOf } from './boxes';

describe('the boxes of a bbox', () => {
  it('are one when west is not greater than east', () => {
    const bbox = { west: -10, south: 35, east: 5, north: 45 };
    expect(plainBoxesOf(bbox)).toEqual([bbox]);
  });

  it('are two, one on each side, when it crosses the antimeridian', () => {
    expect(plainBoxesOf({ west: 177, south: 65, east: -177, north: 70 })).toEqual([
      { west: 177, south: 65, east: 180, north: 70 },
      { west: -180, south: 65, east: -177, north: 70 },
    ]);
  });
});

describe('the whole world', () => {
  it('is the full range of both axes and nothing less', () => {
    const world = { west: -180, south: -90, east: 180, north: 90 };
    expect(isWholeWorld(world)).toBe(true);
    expect(isWholeWorld({ ...world, north: 89.9 })).toBe(false);
    expect(isWholeWorld({ ...world, west: 180, east: -180 })).toBe(false);
  });
});

describe('the size in square degrees', () => {
  it('is summed over both sides of the antimeridian', () => {
    const bbox = { west: 170, south: -10, east: -175, north: 10 };
    expect(squareDegreesOf(plainBoxesOf(bbox))).toBe(300);
  });
});
