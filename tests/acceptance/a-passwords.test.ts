import { eventsOf, hashOf } from '../support/auth-calls';
import { makePerson, asProgram, signIn, type TestPerson } from '../support/people';
import { until } from '../support/launcher-process';
import { openSocket } from '../support/realtime-rig';
import { newAddress, securityEvents, userRow } from '../support/sign-in-rig';
import { outcomeOf, pointersOf, useApp, withoutRequest } from './rig';
import { runCases } from './run-cases';

const rig = useApp();

const PASSWORD = 'Wer rettet die Riffe?';
const NEXT = 'tide pools at dawn';
const INVALID = [401, 'invalid-code'];
const REFUSED = [401, 'invalid-credentials'];

const login = (identifier: string, password: string) => rig.post('login', { identifier, password });
const sessionStatus = async (headers: Record<string, string>) =>
  (await rig.ask('GET /api/auth/sessions', { headers })).status;
const setStatus = ({ userId }: TestPerson, account_status: string) =>
  rig.app.db('up_users').where('id', userId).update({ account_status });

async function askReset(email: string, count = 1): Promise<string> {
  const { status } = await rig.post('password-reset', { email });
  if (status !== 202) throw new Error(`password-reset answered ${status}`);
  return (await rig.readMail(email, 'password-reset', count)).token;
}
const reset = (token: string, password = NEXT) =>
  rig.post('password-reset/confirm', { token, password });

/** Asks for another address as somebody who has just signed in; gives the link in the mail to it. */
async function askMove(person: TestPerson, email: string): Promise<string> {
  const headers = asProgram(await signIn(rig.app, person));
  const { status, text } = await rig.post('email-change', { email }, headers);
  if (status !== 202) throw new Error(`email-change answered ${text}`);
  return (await rig.readMail(email, 'email-change-confirm')).token;
}
const confirmMove = (token: string) => rig.post('email-change/confirm', { token });

const SIGNS = 'qé7ßK,ømΩ漢Ж9xü-дÅ4ñ–€7jŁ';
/** Some text of so many characters that repeats nothing. */
const textOf = (length: number, signs: string) =>
  Array.from({ length }, (_, at) => [...signs][(at * at * 7 + at * 3) % [...signs].length]).join(
    '',
  );
const ASCII = 'kD8,vM2qz!Rw4;Jx9-Tb7fLs5?gNp3Hc';

const BAD_PASSWORDS: [string, string][] = [
  ['eight characters', 'k7,Zq2-m'],
  ['129 characters', textOf(129, ASCII)],
  ['eighteen emoji of 72 bytes', '🐙'.repeat(18)],
  ['a NUL', 'tide pools\u0000at dawn'],
  ['one that was found in breaches', 'Password1234!'],
];
const GOOD_PASSWORDS: [string, string][] = [
  ['128 ASCII characters', textOf(128, ASCII)],
  ['Unicode of more than 72 bytes', textOf(60, SIGNS)],
  ['Unicode of nearly 200 bytes', textOf(110, SIGNS)],
];

runCases('passwords and addresses', [
  {
    id: 'A-07',
    title: 'who registers the address of somebody else has nothing when the owner signs in',
    run: async () => {
      const email = newAddress();
      await rig.post('register', { email, password: PASSWORD, firstName: 'Mallory' });
      const pending = await userRow(rig.app, email);
      // The right password of a pending account sends the mail again.
      expect(outcomeOf(await login(email, PASSWORD))).toEqual(REFUSED);
      const verification = await rig.readMail(email, 'verify-email', 2);
      const { flowId, code } = await rig.requestSignIn(email);
      const owner = await rig.post('verify-otp', { flowId, code });
      expect(owner.status).toBe(200);
      expect(outcomeOf(await login(email, PASSWORD))).toEqual(REFUSED);
      const { token } = verification;
      expect(outcomeOf(await rig.post('verify-email', { token }))).toEqual(INVALID);
      expect(await userRow(rig.app, email)).toMatchObject({ password: null });
      const events = await securityEvents(rig.app, pending?.document_id ?? '');
      expect(events).toContain('unproven-access-revoked');
      const me = await rig.ask('GET /api/users/me', {
        headers: { authorization: `Bearer ${String(owner.data['accessToken'])}` },
      });
      expect(me.text).not.toContain('Mallory');
    },
  },
  {
    id: 'A-12',
    title: 'a bad password is 422 at /password, by registration and by reset',
    run: async () => {
      const person = await makePerson(rig.app);
      const token = await askReset(person.email);
      for (const [what, password] of [...BAD_PASSWORDS, ['the address', person.email]]) {
        const answers = [
          await rig.post('register', { email: person.email, password }),
          await reset(token, password),
        ];
        for (const answer of answers) {
          expect([what, ...outcomeOf(answer)]).toEqual([what, 422, 'validation-failed']);
          expect(pointersOf(answer)).toContain('/password');
        }
      }
      expect((await reset(token)).status).toBe(200);
    },
  },
  {
    id: 'A-12',
    title: 'a long password counts to its last character',
    run: async () => {
      for (const [what, password] of GOOD_PASSWORDS) {
        const email = newAddress();
        expect([what, (await rig.post('register', { email, password })).status]).toEqual([
          what,
          202,
        ]);
        const { token } = await rig.readMail(email, 'verify-email');
        expect((await rig.post('verify-email', { token })).status).toBe(200);
        const bytes = Buffer.from(password)
          .subarray(0, 72)
          .toString()
          .replace(/\uFFFD+$/, '');
        const cut = [[...password].slice(0, -1).join(''), bytes];
        for (const prefix of cut) expect(outcomeOf(await login(email, prefix))).toEqual(REFUSED);
        expect([what, (await login(email, password)).status]).toEqual([what, 200]);
      }
    },
  },
  {
    id: 'A-13',
    title: 'a reset works once, not after a newer one, a move, or a suspension',
    run: async () => {
      const [used, renewed, moved, suspended] = [
        await makePerson(rig.app),
        await makePerson(rig.app),
        await makePerson(rig.app),
        await makePerson(rig.app),
      ];
      const once = await askReset(used.email);
      expect((await reset(once)).status).toBe(200);
      const older = await askReset(renewed.email);
      const newer = await askReset(renewed.email, 2);
      const beforeMove = await askReset(moved.email);
      expect((await confirmMove(await askMove(moved, newAddress('new')))).status).toBe(200);
      const beforeSuspension = await askReset(suspended.email);
      await setStatus(suspended, 'suspended');
      for (const token of [once, older, beforeMove, beforeSuspension]) {
        expect(outcomeOf(await reset(token))).toEqual(INVALID);
      }
      expect((await reset(newer)).status).toBe(200);
    },
  },
  {
    id: 'A-13',
    title: 'of two uses of a reset at once one holds',
    needsServer: true,
    run: async () => {
      const { email } = await makePerson(rig.app);
      const token = await askReset(email);
      const answers = await Promise.all([reset(token, PASSWORD), reset(token, NEXT)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
      const set = answers[0].status === 200 ? [PASSWORD, NEXT] : [NEXT, PASSWORD];
      expect((await login(email, set[0] ?? '')).status).toBe(200);
      expect((await login(email, set[1] ?? '')).status).toBe(401);
    },
  },
  {
    id: 'A-14',
    title: 'a reset ends all sessions and is told by mail',
    run: async () => {
      const person = await makePerson(rig.app, { password: await hashOf(rig.app, PASSWORD) });
      const sessions = [await signIn(rig.app, person), await signIn(rig.app, person)];
      for (const session of sessions) expect(await sessionStatus(asProgram(session))).toBe(200);
      expect((await reset(await askReset(person.email))).status).toBe(200);
      for (const session of sessions) {
        expect(await sessionStatus(asProgram(session))).toBe(401);
        const { refreshToken } = session;
        expect((await rig.post('refresh', { refreshToken })).status).toBe(401);
      }
      await rig.readMail(person.email, 'password-changed');
      expect(await eventsOf(rig.app, person.documentId)).toContain('password-changed');
      expect(outcomeOf(await login(person.email, PASSWORD))).toEqual(REFUSED);
      expect((await login(person.email, NEXT)).status).toBe(200);
    },
  },
  {
    id: 'A-14',
    title: 'a reset closes the sockets of the person',
    run: async () => {
      const person = await makePerson(rig.app, { password: await hashOf(rig.app, PASSWORD) });
      const { accessToken } = await signIn(rig.app, person);
      const open = await openSocket(rig.app.url, { auth: { token: accessToken } });
      expect((await reset(await askReset(person.email))).status).toBe(200);
      await until('the socket is closed', () => Promise.resolve(open.isOver()), 5000);
      await expect(openSocket(rig.app.url, { auth: { token: accessToken } })).rejects.toThrow();
    },
  },
  {
    id: 'A-20',
    title: 'an address is not changed by a sign-in of more than five minutes ago',
    run: async () => {
      const person = await makePerson(rig.app);
      const session = await signIn(rig.app, person);
      await rig.app
        .db('accounts_sessions')
        .where('id', session.sessionId)
        .update({ authenticated_at: rig.app.db.raw("now() - interval '301 seconds'") });
      const body = { email: newAddress('new') };
      const answer = await rig.post('email-change', body, asProgram(session));
      expect(outcomeOf(answer)).toEqual([401, 'reauthentication-required']);
    },
  },
  {
    id: 'A-20',
    title: 'of two who want the same address the second learns that it cannot be, and no more',
    run: async () => {
      const [one, other] = [await makePerson(rig.app), await makePerson(rig.app)];
      const email = newAddress('wanted');
      const first = await askMove(one, email);
      const session = await signIn(rig.app, other);
      await rig.post('email-change', { email }, asProgram(session));
      const { token: second } = await rig.readMail(email, 'email-change-confirm', 2);
      const answers = await Promise.all([confirmMove(first), confirmMove(second)]);
      expect(answers.map(outcomeOf).sort()).toEqual([
        [200, undefined],
        [409, 'conflict'],
      ]);
      const losers = answers.filter(({ status }) => status === 409);
      expect(JSON.stringify(losers.map(withoutRequest))).not.toMatch(/wanted|taken|exist|regist/i);
      expect(await rig.app.db('up_users').where({ email })).toHaveLength(1);
    },
  },
]);
