import { cornerOf, pointInCell, seaCells, stepsFromLand } from './sea';

describe('the sea grid', () => {
  it.each([
    ['Bay of Biscay', -5, 45],
    ['Balearic Sea', 1.5, 39.9],
    ['Adriatic', 15, 43.4],
    ['Black Sea', 34, 43],
    ['Baltic', 19.5, 56],
    ['Red Sea', 38, 21],
    ['Hudson Bay', -85, 60],
    ['either side of the antimeridian', 179.99, 0],
    ['either side of the antimeridian', -179.99, 0],
    ['North Pole', 0, 89.9],
    ['Ross Sea', -175, -75],
  ])('knows that %s is at sea', (_name, lon, lat) => {
    expect(stepsFromLand({ lon, lat })).toBeGreaterThan(0);
  });

  it.each([
    ['Madrid', -3.7, 40.4],
    ['the Caspian, which no ocean reaches', 51, 42],
    ['Lake Superior', -87.5, 47.7],
    ['Chukotka, beyond the antimeridian', -175, 67],
    ['Fiji', 178, -17.8],
    ['South Pole', 0, -89.9],
    ['Panama', -79.9, 9.1],
  ])('knows that %s is not', (_name, lon, lat) => {
    expect(stepsFromLand({ lon, lat })).toBe(0);
  });

  it('counts cells from land outwards', () => {
    expect(stepsFromLand({ lon: -9.9, lat: 38.6 })).toBeLessThan(4);
    expect(stepsFromLand({ lon: -30, lat: 20 })).toBeGreaterThan(15);
  });

  it('keeps a point in its cell even when it is rounded to two decimals', () => {
    for (const corner of seaCells([-6, 44, -4, 45], [1, 99])) {
      for (const share of [0, 0.5, 0.999_999]) {
        const { lon, lat } = pointInCell(corner, share, share);
        const rounded = { lon: Number(lon.toFixed(2)), lat: Number(lat.toFixed(2)) };
        expect(cornerOf(rounded)).toEqual(corner);
      }
    }
  });
});
