import { dayIn } from './day-in';

const MOMENT = new Date('2025-12-31T23:30:00Z');

it.each([
  ['UTC', '2025-12-31'],
  ['Europe/Lisbon', '2025-12-31'],
  ['Asia/Tokyo', '2026-01-01'],
  ['Pacific/Honolulu', '2025-12-31'],
])('says what day it is in %s', (timeZone, day) => {
  expect(dayIn(timeZone, MOMENT)).toBe(day);
});
