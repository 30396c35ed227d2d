import type { Knex } from 'knex';
import { startApp, type TestApp } from '../support/app';
import { openDatabase } from '../support/database';
import { insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const MANY = 200;
const PLACES = 50;

let app: TestApp;
let people: SignedIn[];
beforeAll(async () => {
  app = await startApp();
  people = [];
  for (let made = 0; made < MANY; made++) people.push(await makeSignedIn(app));
});
afterAll(() => app.stop());

const register = (event: string, { headers }: SignedIn) =>
  ask(app, `/events/${event}/registration`, { method: 'POST', headers });
const cancel = (event: string, { headers }: SignedIn) =>
  ask(app, `/events/${event}/registration`, { method: 'DELETE', headers });

interface Row {
  id: number;
  user_document_id: string;
  registration_status: string;
}
const rowsOf = (event: string, db: Knex = app.db): Promise<Row[]> =>
  db('event_registrations')
    .where('event_document_id', event)
    .orderBy('id')
    .select('id', 'user_document_id', 'registration_status');
const count = (rows: Row[], status: string) =>
  rows.filter((row) => row.registration_status === status).length;

it('gives 200 people who come at once 50 places, and lets the others wait in order', async () => {
  const event = await insertEvent(app, { capacity: PLACES });
  const answers = await Promise.all(
    people.map(async (person) => ({ person, answer: await register(event, person) })),
  );
  expect(answers.map(({ answer }) => answer.status)).toEqual(Array<number>(MANY).fill(201));

  const rows = await rowsOf(event);
  expect(new Set(rows.map((row) => row.user_document_id)).size).toBe(MANY);
  const statuses = rows.map((row) => row.registration_status);
  expect(statuses).toEqual([
    ...Array<string>(PLACES).fill('registered'),
    ...Array<string>(MANY - PLACES).fill('waiting'),
  ]);

  const told = new Map(
    answers.map(({ person, answer }) => [person.documentId, answer.body.data.position as unknown]),
  );
  expect(rows.map((row) => told.get(row.user_document_id))).toEqual([
    ...Array<null>(PLACES).fill(null),
    ...Array.from({ length: MANY - PLACES }, (_, index) => index + 1),
  ]);
  const { body } = await ask(app, `/events/${event}`);
  expect(body.data).toMatchObject({ registrationCount: 50, waitingCount: 150, placesLeft: 0 });
});

it('registers a person once who asks many times at once', async () => {
  const event = await insertEvent(app, { capacity: PLACES });
  const [person] = people;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => register(event, person as SignedIn)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  const refused = answers.filter(({ status }) => status === 409);
  expect(new Set(refused.map(({ body }) => body.code as string))).toEqual(
    new Set(['already-registered']),
  );
  expect(await rowsOf(event)).toHaveLength(1);
});

it('never gives out more places than there are while people come and go', async () => {
  const capacity = 5;
  const event = await insertEvent(app, { capacity });
  const watcher = openDatabase();
  let isOver = false;
  let most = 0;
  const watch = async () => {
    while (!isOver) most = Math.max(most, count(await rowsOf(event, watcher), 'registered'));
  };
  const comeAndGo = async (person: SignedIn) => {
    for (const step of [register, cancel, register]) {
      expect((await step(event, person)).status).toBeLessThan(300);
    }
  };
  const watching = watch();
  await Promise.all(people.slice(0, 30).map(comeAndGo));
  isOver = true;
  await watching;
  await watcher.destroy();

  expect(most).toBe(capacity);
  const rows = await rowsOf(event);
  expect([count(rows, 'registered'), count(rows, 'waiting')]).toEqual([capacity, 25]);
  // The places belong to those who have waited longest of all who are still there.
  const firstWaiting = rows.findIndex((row) => row.registration_status === 'waiting');
  expect(firstWaiting).toBe(capacity);
});

it('gives a place to who waits next when the people around them are deleted meanwhile', async () => {
  const event = await insertEvent(app, { capacity: 2 });
  const leaving = [];
  for (let made = 0; made < 12; made++) leaving.push(await makeSignedIn(app));
  for (const person of leaving) await register(event, person);
  const remove = ({ userId }: SignedIn) => app.db('up_users').where('id', userId).delete();
  const [first, second, third, ...others] = leaving as [
    SignedIn,
    SignedIn,
    SignedIn,
    ...SignedIn[],
  ];
  await Promise.all([
    cancel(event, first),
    remove(third),
    remove(second),
    remove(others[0] as SignedIn),
  ]);
  const rows = await rowsOf(event);
  expect([count(rows, 'registered'), count(rows, 'waiting')]).toEqual([2, 6]);
});
