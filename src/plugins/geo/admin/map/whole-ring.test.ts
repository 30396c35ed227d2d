import type { LonLat } from '../../contract/geometry';
import { shiftsOf, wholeRing } from './whole-ring';

it('leaves a ring as it is that stays on its side', () => {
  const ring: LonLat[] = [
    [-170, 0],
    [170, 1],
    [0, 2],
    [-170, 0],
  ].map(([lon = 0, lat = 0]) => [lon / 2, lat]);
  expect(wholeRing(ring)).toEqual(ring);
  expect(shiftsOf(ring)).toEqual([0]);
});

it('goes on over the antimeridian, and is seen on both sides', () => {
  const ring = wholeRing([
    [170, 60],
    [-170, 60],
    [-170, 70],
    [170, 70],
    [170, 60],
  ]);
  expect(ring.map(([lon]) => lon)).toEqual([170, 190, 190, 170, 170]);
  expect(shiftsOf(ring)).toEqual([-360, 0]);
});

it('closes a ring over the pole that it goes around', () => {
  const ring = wholeRing([
    [-179, -70],
    [-60, -70],
    [60, -70],
    [179, -70],
    [-179, -70],
  ]);
  expect(ring.slice(-4)).toEqual([
    [181, -70],
    [181, -90],
    [-179, -90],
    [-179, -70],
  ]);
});
