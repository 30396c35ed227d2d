import { asDuration } from './written';

it('says a time in the two largest units that fit', () => {
  expect([0.4, 45, 60, 200, 3600, 3900, 90_061].map(asDuration)).toEqual([
    '0 s',
    '45 s',
    '1 min',
    '3 min 20 s',
    '1 h',
    '1 h 5 min',
    '25 h 1 min',
  ]);
});
