import { startApp, type TestApp } from '../support/app';
import { readCalendar, type CalendarEvent } from '../support/calendar';
import { inDays, insertEvent, makeSignedIn, type SignedIn } from '../support/events';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let student: SignedIn;
beforeAll(async () => {
  app = await startApp();
  student = await makeSignedIn(app);
});
beforeEach(() => app.db('events').delete());
afterAll(() => app.stop());

const ask = (headers: Record<string, string> = {}, query = '') =>
  fetch(`${app.url}/api/events/calendar.ics${query}`, { headers });
const read = async (headers?: Record<string, string>): Promise<CalendarEvent[]> =>
  readCalendar(await (await ask(headers)).text());
const titles = (events: CalendarEvent[]) => events.map((event) => event.text('SUMMARY'));

it('is an iCalendar, also without events', async () => {
  const answer = await ask();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(readCalendar(await answer.text())).toEqual([]);
});

it('says all of an event, whatever its texts hold', async () => {
  const title = `Dive; with "friends", \\ and 🐋 ${'très loin '.repeat(12)}`.trim();
  const summary = 'First line\r\nsecond; line,\n\\n stays \u0007three';
  const document = await insertEvent(app, {
    title,
    summary,
    starts_at: '2026-12-24T18:30:15.500Z',
    ends_at: '2026-12-24T20:00:00Z',
    place: 'Pier 4, gate; B',
    decimal_latitude: 38.70001,
    decimal_longitude: -0.0000001,
    updated_at: '2026-11-01T10:00:00Z',
  });
  const [event] = await read();
  expect(event?.text('SUMMARY')).toBe(title);
  expect(event?.text('DESCRIPTION')).toBe('First line\nsecond; line,\n\\n stays three');
  expect(event?.text('LOCATION')).toBe('Pier 4, gate; B');
  expect(event?.get('UID')).toMatch(new RegExp(`^${document}@[a-z0-9.]+$`));
  expect(event?.get('DTSTART')).toBe('20261224T183015Z');
  expect(event?.get('DTEND')).toBe('20261224T200000Z');
  expect(event?.get('LAST-MODIFIED')).toBe('20261101T100000Z');
  expect(event?.get('GEO')).toMatch(/^38\.70001;-?0$/);
  expect(event?.get('URL')).toBeUndefined();
});

it('leads to an event that is online, however odd its address', async () => {
  const addresses = [
    'https://meet.example.org/a,b;c?d=e#f',
    `http://${'aaaaaaaaaa.'.repeat(60)}a_`,
    'http://[::1]:8080/',
  ];
  for (const [day, address] of addresses.entries()) {
    await insertEvent(app, {
      starts_at: inDays(day + 1),
      is_online: true,
      online_url: address,
      place: 'Hidden',
    });
  }
  const started = Date.now();
  const events = await read();
  expect(Date.now() - started).toBeLessThan(5000);
  expect(events.map((event) => event.text('LOCATION'))).toEqual(addresses);
  expect(events.map((event) => event.get('URL'))).toEqual([addresses[0], undefined, undefined]);
});

it('holds what the caller may see, is published, and not over for a year', async () => {
  await insertEvent(app, { title: 'for all', starts_at: inDays(-300) });
  await insertEvent(app, { title: 'for students', audience: '["student"]' });
  await insertEvent(app, { title: 'for mentors', audience: '["mentor"]' });
  await insertEvent(app, { title: 'a draft', is_draft: true });
  await insertEvent(app, { title: 'old', starts_at: inDays(-400) });
  await insertEvent(app, { title: 'long', starts_at: inDays(-500), ends_at: inDays(2) });
  expect(titles(await read())).toEqual(['long', 'for all']);
  expect(titles(await read(student.headers))).toEqual(['long', 'for all', 'for students']);
  const admin = await makeSignedIn(app, { role: 'admin' });
  expect((await read(admin.headers)).length).toBe(4);
});

it('keeps the id of an event and raises its sequence when it changes', async () => {
  const document = await insertEvent(app);
  const [before] = await read();
  await app.strapi
    .documents('api::event.event')
    .update({ documentId: document, data: { title: 'Moved' } as never, status: 'published' });
  await app.db('events').update({ updated_at: inDays(0.01) });
  const [after] = await read();
  expect(after?.get('UID')).toBe(before?.get('UID'));
  expect(Number(after?.get('SEQUENCE'))).toBeGreaterThan(Number(before?.get('SEQUENCE')));
  expect(after?.text('SUMMARY')).toBe('Moved');
});

it('answers 304 to who has it, until something changes or somebody else asks', async () => {
  const document = await insertEvent(app, { audience: '["student"]' });
  const etag = (await ask(student.headers)).headers.get('etag') ?? '';
  const again = { ...student.headers, 'if-none-match': etag };
  expect((await ask(again)).status).toBe(304);
  expect((await ask({ 'if-none-match': etag })).status).toBe(200);
  await app.db('events').where('document_id', document).update({ title: 'Other' });
  expect((await ask(again)).status).toBe(200);
});

it('takes no query, and no other method', async () => {
  const answer = await ask({}, '?upcoming=true');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
    400,
    'invalid-query',
  ]);
  const head = await fetch(`${app.url}/api/events/calendar.ics`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

it('is written without holding up anybody, however many events there are', async () => {
  const description = 'A long description, with commas; and more. '.repeat(400);
  for (let made = 0; made < 200; made++) await insertEvent(app, { title: `n${made}`, description });
  let longest = 0;
  const begun = Date.now();
  let last = begun;
  const timer = setInterval(() => {
    longest = Math.max(longest, Date.now() - last);
    last = Date.now();
  }, 5);
  expect(await read()).toHaveLength(200);
  clearInterval(timer);
  // Of all that it takes, however slow the machine is.
  expect(longest).toBeLessThan((Date.now() - begun) / 2);
});
