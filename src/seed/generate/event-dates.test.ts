import { makeEventDate } from './event-dates';
import { createRandom } from '../../lib/random';

const random = createRandom(3);
const dates = Array.from({ length: 1000 }, () => makeEventDate(random, 40));
const FORMS = {
  year: /^\d{4}$/,
  month: /^\d{4}-\d{2}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z$/,
  interval: /^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/,
};

it('writes a date in the form of its precision', () => {
  for (const { eventDate, eventDatePrecision } of dates) {
    expect(eventDate).toMatch(FORMS[eventDatePrecision]);
  }
  expect(new Set(dates.map((date) => date.eventDatePrecision)).size).toBe(5);
});

it('means the first and the last instant of what is written', () => {
  for (const { eventDate, eventDateStart, eventDateEnd, eventDatePrecision } of dates) {
    const [first = '', last = first] = eventDate.split('/');
    expect(eventDateStart.startsWith(first.replace('Z', ''))).toBe(true);
    expect(eventDateEnd.startsWith(last.replace('Z', ''))).toBe(true);
    expect(eventDateStart <= eventDateEnd).toBe(true);
    if (eventDatePrecision !== 'time') expect(eventDateEnd).toMatch(/T23:59:59\.999Z$/);
  }
});

it('stays between 1990 and September 2026, whatever day it is', () => {
  for (const { eventDateStart, eventDateEnd } of dates) {
    expect(eventDateStart >= '1990-01-01').toBe(true);
    expect(eventDateEnd < '2026-10-01').toBe(true);
  }
});

it('samples polar waters mostly in their summer', () => {
  const months = Array.from({ length: 500 }, () =>
    new Date(makeEventDate(random, -65).eventDateStart).getUTCMonth(),
  );
  const summer = months.filter((month) => [11, 0, 1, 2].includes(month));
  expect(summer.length).toBeGreaterThan(400);
});
