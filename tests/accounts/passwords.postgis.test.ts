import { startApp, type TestApp } from '../support/app';
import {
  GOOD_PASSWORD,
  hashOf,
  OTHER_PASSWORD,
  post,
  readPerson,
  tokenOf,
} from '../support/auth-calls';
import { lastMailTo } from '../support/mails';
import { makePerson, signIn, type TestPerson } from '../support/people';

/** What happens at the same moment, on several connections. Case ids are those of the catalogue. */
let app: TestApp;
let oldHash: string;
let sequence = 0;

beforeAll(async () => {
  app = await startApp();
  oldHash = await hashOf(app, OTHER_PASSWORD);
});
afterAll(() => app.stop());

const newAddress = () => `race-${(sequence += 1)}@example.org`;
const statusesOf = async (answers: Promise<{ status: number }>[]) =>
  (await Promise.all(answers)).map(({ status }) => status).sort();
const login = (identifier: string, password: string) =>
  post(app, 'login', { identifier, password });

async function resetLink({ email }: TestPerson): Promise<string> {
  await post(app, 'password-reset', { email });
  return tokenOf((await lastMailTo(app, email, { kind: 'password-reset' })).link);
}

/** Asks for another address and opens the mail to it, the `count`th that goes there. */
async function changeLink(person: TestPerson, email: string, count = 1): Promise<string> {
  const { accessToken } = await signIn(app, person);
  await post(app, 'email-change', { email }, { authorization: `Bearer ${accessToken}` });
  const wanted = { kind: 'email-change-confirm', count };
  return tokenOf((await lastMailTo(app, email, wanted)).link);
}

it.each(Array.from({ length: 10 }, (_, index) => index + 1))(
  'lets one of two uses of a reset link win (A-13, run %i)',
  async () => {
    const person = await makePerson(app, { password: oldHash });
    const token = await resetLink(person);
    const passwords = [GOOD_PASSWORD, 'another tide at dusk'];
    const answers = await Promise.all(
      passwords.map((password) => post(app, 'password-reset/confirm', { token, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? '';
    expect((await login(person.email, winner)).status).toBe(200);
  },
);

it('lets one of two people move to the same address; the other learns of a conflict (A-20)', async () => {
  for (let run = 0; run < 10; run += 1) {
    const people = [await makePerson(app), await makePerson(app)] as const;
    const email = newAddress();
    const first = await changeLink(people[0], email);
    const second = await changeLink(people[1], email, 2);
    const answers = await Promise.all(
      [first, second].map((token) => post(app, 'email-change/confirm', { token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(JSON.stringify(loser?.body)).not.toContain(email);
    const owners = await app.db('up_users').where({ email }).select('id');
    expect(owners).toHaveLength(1);
  }
});

it('never leaves a session of the old password behind a reset', async () => {
  for (let run = 0; run < 5; run += 1) {
    const person = await makePerson(app, { password: oldHash });
    const token = await resetLink(person);
    const logins = Array.from({ length: 8 }, () => login(person.email, OTHER_PASSWORD));
    const reset = post(app, 'password-reset/confirm', { token, password: GOOD_PASSWORD });
    const statuses = await statusesOf([...logins, reset]);
    expect(statuses.every((status) => status === 200 || status === 401)).toBe(true);
    expect((await reset).status).toBe(200);
    const alive = await app
      .db('accounts_sessions')
      .where({ user_id: person.userId, ended_at: null })
      .select('id');
    expect(alive).toEqual([]);
  }
});

it('ends in one of two states when a change is confirmed and taken back at once', async () => {
  for (let run = 0; run < 10; run += 1) {
    const person = await makePerson(app, { password: oldHash });
    const email = newAddress();
    const confirmToken = await changeLink(person, email);
    const notice = await lastMailTo(app, person.email, { kind: 'email-change-notice' });
    const undoToken = tokenOf(notice.link);
    const [confirmed, undone] = await Promise.all([
      post(app, 'email-change/confirm', { token: confirmToken }),
      post(app, 'email-change/undo', { token: undoToken }),
    ]);
    expect(undone.status).toBe(200);
    expect([200, 401]).toContain(confirmed.status);
    expect((await readPerson(app, person.userId)).email).toBe(person.email);
  }
});

it('waits for nobody who waits for it: changes, confirmations and resets of one account', async () => {
  const person = await makePerson(app, { password: oldHash });
  for (let run = 0; run < 5; run += 1) {
    const confirmToken = await changeLink(person, newAddress());
    const { accessToken } = await signIn(app, person);
    const headers = { authorization: `Bearer ${accessToken}` };
    const statuses = await statusesOf([
      post(app, 'email-change', { email: newAddress() }, headers),
      post(app, 'email-change/confirm', { token: confirmToken }),
      post(app, 'password-reset', { email: person.email }),
      post(app, 'email-change', { email: newAddress() }, headers),
    ]);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  }
});
