import { distanceMeters } from './distance';
import { judge } from './plausibility';

const NOTHING_MORE = {
  sentAt: null,
  accuracyMeters: null,
  altitudeMeters: null,
  speedMps: null,
  headingDegrees: null,
  batteryPercent: null,
  isMock: false,
};
const START = Date.parse('2026-06-01T08:00:00Z');
const at = (seconds: number, lon: number, lat: number, more = {}) => ({
  ...NOTHING_MORE,
  recordedAt: new Date(START + seconds * 1000),
  lon,
  lat,
  ...more,
});
/** A walk eastward along a parallel, at about 1.1 m/s. */
const walk = (seconds: number) => at(seconds, -9 + seconds * 0.00001 * 1.3, 38.7);

it('measures along the sphere', () => {
  expect(distanceMeters({ lon: 0, lat: 0 }, { lon: 0, lat: 1 })).toBeCloseTo(111_195, 0);
  expect(distanceMeters({ lon: 179.5, lat: 0 }, { lon: -179.5, lat: 0 })).toBeCloseTo(111_195, 0);
});

it('flags a jump of the receiver and not what comes after it', () => {
  expect(judge([walk(0), walk(10), at(20, -8, 38.7), walk(30)])).toEqual([[], [], ['jump'], []]);
});

it('flags a jump that is the newest position until the next one confirms it', () => {
  const there = [at(20, -8, 38.7), at(30, -8.0001, 38.7)] as const;
  expect(judge([walk(0), there[0]])).toEqual([[], ['jump']]);
  expect(judge([walk(0), ...there])).toEqual([[], [], []]);
});

it('lets two positions differ by as much as their accuracies say', () => {
  const [rough] = [at(1, -9, 38.705, { accuracyMeters: 600 })];
  expect(judge([walk(0), rough])).toEqual([[], []]);
});

it('flags null island, what may be anywhere, what is too fast and what is made up', () => {
  expect(
    judge([
      at(0, 0, 0),
      at(1, -9, 38.7, { accuracyMeters: 5000 }),
      at(2, -9, 38.7, { speedMps: 340 }),
      at(3, -9, 38.7, { isMock: true }),
    ]),
  ).toEqual([['null-island'], ['inaccurate'], ['too-fast'], ['mock']]);
});
