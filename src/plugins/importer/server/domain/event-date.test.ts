import { fromInstants, parseDateParts, parseEventDate } from './event-date';

const shown = (text: string) => {
  const range = parseEventDate(text);
  if (!range) return null;
  const iso = (ms: number) => new Date(ms).toISOString();
  return [range.precision, iso(range.startMs), iso(range.endMs)];
};

describe('parseEventDate', () => {
  it.each([
    ['2001', 'year', '2001-01-01T00:00:00.000Z', '2001-12-31T23:59:59.999Z'],
    ['1954-07', 'month', '1954-07-01T00:00:00.000Z', '1954-07-31T23:59:59.999Z'],
    ['2004-02', 'month', '2004-02-01T00:00:00.000Z', '2004-02-29T23:59:59.999Z'],
    ['1986-07-24', 'day', '1986-07-24T00:00:00.000Z', '1986-07-24T23:59:59.999Z'],
    ['1986-07-24T08:35:00', 'time', '1986-07-24T08:35:00.000Z', '1986-07-24T08:35:00.000Z'],
    ['2019-10-23 15:51:43', 'time', '2019-10-23T15:51:43.000Z', '2019-10-23T15:51:43.000Z'],
    ['1990-07-30T02:00Z', 'time', '1990-07-30T02:00:00.000Z', '1990-07-30T02:00:00.000Z'],
    ['1992-07-19T14:28:00+02:00', 'time', '1992-07-19T12:28:00.000Z', '1992-07-19T12:28:00.000Z'],
    ['2013-07-10T12:59:00-0300', 'time', '2013-07-10T15:59:00.000Z', '2013-07-10T15:59:00.000Z'],
    ['2013-07-10T12:59:00.250Z', 'time', '2013-07-10T12:59:00.250Z', '2013-07-10T12:59:00.250Z'],
    ['0099', 'year', '0099-01-01T00:00:00.000Z', '0099-12-31T23:59:59.999Z'],
  ])('reads %s as a %s', (text, ...range) => {
    expect(shown(text)).toEqual(range);
  });

  it.each([
    ['2012-05-25/2012-05-25', 'day', '2012-05-25T00:00:00.000Z', '2012-05-25T23:59:59.999Z'],
    ['2012-05-25/2012-06-02', 'interval', '2012-05-25T00:00:00.000Z', '2012-06-02T23:59:59.999Z'],
    ['2012-05-25/27', 'interval', '2012-05-25T00:00:00.000Z', '2012-05-27T23:59:59.999Z'],
    ['2012-05/07', 'interval', '2012-05-01T00:00:00.000Z', '2012-07-31T23:59:59.999Z'],
    ['1990/1992', 'interval', '1990-01-01T00:00:00.000Z', '1992-12-31T23:59:59.999Z'],
    [
      '2012-05-25T10:00Z/12:30Z',
      'interval',
      '2012-05-25T10:00:00.000Z',
      '2012-05-25T12:30:00.000Z',
    ],
  ])('reads the interval %s as a %s', (text, ...range) => {
    expect(shown(text)).toEqual(range);
  });

  it.each([
    'about spring',
    '',
    '2012-13',
    '2011-02-29',
    '12-05-2012',
    '0000',
    '2012/2011',
    'a/b/c',
    '2012-05-25T25:00',
  ])('does not guess at "%s"', (text) => {
    expect(parseEventDate(text)).toBeNull();
  });
});

it('reads separate year, month and day as far as they are there', () => {
  expect(parseDateParts({ year: '1986', month: '7', day: '24' })?.precision).toBe('day');
  expect(parseDateParts({ year: '1986', month: '7', day: null })?.precision).toBe('month');
  expect(parseDateParts({ year: '1986', month: null, day: '24' })?.precision).toBe('year');
  expect(parseDateParts({ year: null, month: '7', day: '24' })).toBeNull();
});

it('takes instants of the provider only when they are in order and storable', () => {
  expect(fromInstants(0, 86_399_999)?.precision).toBe('day');
  expect(fromInstants(0, 86_400_000 * 3)?.precision).toBe('interval');
  expect(fromInstants(10, 0)).toBeNull();
  expect(fromInstants(-1e15, 0)).toBeNull();
});
