import { startApp, type TestApp } from '../support/app';
import { inDays, insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { ask } from '../support/sign-in-rig';
import { createTellPromoted } from '../../src/api/event-registration/tell-promoted';
import type { Outbox } from '../../src/plugins/jobs/contract/outbox';

process.env.THROTTLE_ENABLED = 'false';
process.env.TIME_ZONE = 'Asia/Tokyo';

const KIND = 'event-place';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  delete process.env.TIME_ZONE;
});

const register = (event: string, { headers }: SignedIn) =>
  ask(app, `/events/${event}/registration`, { method: 'POST', headers });
const cancel = (event: string, { headers }: SignedIn) =>
  ask(app, `/events/${event}/registration`, { method: 'DELETE', headers });
const comeTo = async (event: string, size: number): Promise<SignedIn[]> => {
  const people = [];
  for (let made = 0; made < size; made++) {
    const person = await makeSignedIn(app);
    await register(event, person);
    people.push(person);
  }
  return people;
};
const countMails = (people: SignedIn[]) =>
  people.map(({ email }) => mailsTo(app, email).filter(({ kind }) => kind === KIND).length);
const tell = createTellPromoted;
const teller = () =>
  tell({
    db: app.db,
    outbox: app.strapi.plugin('jobs').service<Outbox>('outbox'),
    frontendBaseUrl: 'https://shoal.example.org',
    timeZone: 'UTC',
    now: () => new Date(),
  });
const signal = new AbortController().signal;

it('mails who moved up at once, once, with when and where in our own zone', async () => {
  const event = await insertEvent(app, {
    capacity: 1,
    title: 'Reef & Kelp <dive>',
    starts_at: '2040-05-01T20:30:00Z',
    place: 'Pier 4',
  });
  const people = await comeTo(event, 3);
  const [first, second] = people as [SignedIn, SignedIn];
  await cancel(event, first);
  const mail = await lastMailTo(app, second.email, { kind: KIND });
  expect(mail.subject).toBe('You have a place');
  expect(mail.text).toContain('a place at Reef & Kelp <dive>.');
  expect(mail.html).toContain('Reef &amp; Kelp &lt;dive&gt;');
  expect(mail.text).toContain('It starts on 2 May 2040 at 05:30 (Asia/Tokyo).');
  expect(mail.text).toContain('Where: Pier 4');
  expect(mail.text).not.toContain('To join');
  await teller()(signal);
  await allMailsSent(app);
  expect(countMails(people)).toEqual([0, 1, 0]);
});

it('mails everybody who moved up once, however many tell them at once', async () => {
  const event = await insertEvent(app, { capacity: 1 });
  const people = await comeTo(event, 12);
  await app.db('events').where('document_id', event).update({ capacity: 9 });
  await Promise.all([teller()(signal), teller()(signal), teller()(signal)]);
  const moved = people.slice(1, 9);
  for (const { email } of moved) await lastMailTo(app, email, { kind: KIND });
  await allMailsSent(app);
  expect(countMails(people)).toEqual([0, ...Array<number>(8).fill(1), 0, 0, 0]);
});

it('mails again who moves up a second time', async () => {
  const event = await insertEvent(app, { capacity: 1 });
  const [first, second] = (await comeTo(event, 2)) as [SignedIn, SignedIn];
  await cancel(event, first);
  await lastMailTo(app, second.email, { kind: KIND });
  await cancel(event, second);
  await register(event, first);
  await register(event, second);
  await cancel(event, first);
  await lastMailTo(app, second.email, { kind: KIND, count: 2 });
});

it('tells nobody whose account is suspended, and nobody about what is over', async () => {
  const event = await insertEvent(app, { capacity: 1 });
  const people = await comeTo(event, 2);
  await app
    .db('up_users')
    .where('id', people[1]?.userId as number)
    .update({ account_status: 'suspended' });
  const over = await insertEvent(app, { capacity: 1 });
  const late = await comeTo(over, 2);
  await app
    .db('events')
    .where('document_id', over)
    .update({ starts_at: inDays(-1) });
  await app.db('events').whereIn('document_id', [event, over]).update({ capacity: 2 });
  await teller()(signal);
  await allMailsSent(app);
  expect(countMails([...people, ...late])).toEqual([0, 0, 0, 0]);
  const untold = await app
    .db('event_registrations')
    .whereNotNull('promoted_at')
    .whereNull('promotion_told_at');
  expect(untold).toEqual([]);
});

it('keeps the claim and the mail together: when the mail cannot be written, it comes later', async () => {
  const event = await insertEvent(app, { capacity: 1 });
  const people = await comeTo(event, 2);
  await app.db('events').where('document_id', event).update({ capacity: 2 });
  const failing = tell({
    db: app.db,
    outbox: { enqueue: () => Promise.reject(new Error('no room')) },
    frontendBaseUrl: 'https://shoal.example.org',
    timeZone: 'UTC',
    now: () => new Date(),
  });
  await expect(failing(signal)).rejects.toThrow('no room');
  await teller()(signal);
  await lastMailTo(app, people[1]?.email ?? '', { kind: KIND });
});
