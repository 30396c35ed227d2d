import { isOpen, rank, visitsOf, type Crossing } from './race';

const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 8, 0, second));
const crossing = (
  userId: number,
  checkpointId: string,
  second: number,
  isInside = true,
): Crossing => ({
  userId,
  checkpointId,
  at: at(second),
  isInside,
  lon: 0,
  lat: 0,
  circle: { lon: 0, lat: 0, radiusMeters: 60 },
});
const CHECKPOINTS = [
  { id: 'finish', turn: 30 },
  { id: 'start', turn: 10 },
  { id: 'buoy', turn: 20 },
];

it('pairs coming with going', () => {
  expect(
    visitsOf([
      crossing(1, 'start', 0),
      crossing(1, 'start', 5, false),
      crossing(1, 'start', 9),
      crossing(2, 'start', 3),
    ]),
  ).toEqual([
    { userId: 1, checkpointId: 'start', enteredAt: at(0), leftAt: at(5) },
    { userId: 2, checkpointId: 'start', enteredAt: at(3), leftAt: null },
    { userId: 1, checkpointId: 'start', enteredAt: at(9), leftAt: null },
  ]);
});

it('ranks by checkpoints in their order, then by time, with equal ranks for equals', () => {
  const visits = visitsOf([
    crossing(1, 'start', 0),
    crossing(1, 'buoy', 20),
    crossing(2, 'start', 1),
    crossing(2, 'buoy', 15),
    crossing(3, 'start', 2),
    crossing(3, 'finish', 3),
    crossing(4, 'buoy', 4),
    crossing(5, 'start', 6),
    crossing(5, 'buoy', 20),
  ]);
  const results = rank(visits, CHECKPOINTS).map(({ rank: place, userId, passed }) => [
    place,
    userId,
    passed,
  ]);
  expect(results).toEqual([
    [1, 2, 2],
    [2, 1, 2],
    [2, 5, 2],
    [4, 3, 1],
  ]);
});

it('hides what happens at a checkpoint that a hidden place touches', () => {
  const zone = (metersAway: number) => ({ lon: metersAway / 111_195, lat: 0, radiusMeters: 100 });
  expect([90, 150, 170].map((away) => isOpen(crossing(1, 'start', 0), [zone(away)]))).toEqual([
    false,
    false,
    true,
  ]);
});
