import { mailTime } from './mail-time';

const moment = new Date('2025-03-14T23:32:00Z');

it('writes a moment with the name of its zone', () => {
  expect(mailTime(moment)).toBe('14 March 2025 at 23:32 UTC');
  expect(mailTime(moment, 'Asia/Tokyo')).toBe('15 March 2025 at 08:32 (Asia/Tokyo)');
  expect(mailTime(moment, 'America/New_York')).toBe('14 March 2025 at 19:32 (America/New York)');
});
