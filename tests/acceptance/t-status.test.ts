import { hashOf } from '../support/auth-calls';
import { cookieValue, type Answer } from '../support/ask';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { until } from '../support/launcher-process';
import { openSocket } from '../support/realtime-rig';
import { newAddress } from '../support/sign-in-rig';
import { FRONTEND, outcomeOf, pairOf, textIn, useApp } from './rig';
import { runCases } from './run-cases';

const rig = useApp();
let panel: PanelAccount;
beforeAll(async () => {
  panel = await signInToPanel(rig.app);
});

const PASSWORD = 'Wer rettet die Riffe?';
const NEXT = 'tide pools at dawn';
const REFUSED = [401, 'unauthenticated'];
const ELSEWHERE = [404, 'not-found'];

const ownSessions = (headers: Record<string, string>) =>
  rig.ask('GET /api/auth/sessions', { headers });
const me = (headers: Record<string, string>) => rig.ask('GET /api/users/me', { headers });
const inPanel = ({ documentId }: TestPerson, action: string, body: object) =>
  panel.ask(`/accounts/users/${documentId}${action}`, {
    method: action === '' ? 'PUT' : 'POST',
    body,
  });

/** Somebody with a password who is signed in on two devices, both of which have just been used. */
async function onTwoDevices() {
  const person = await makePerson(rig.app, { password: await hashOf(rig.app, PASSWORD) });
  const [here, there] = [await signIn(rig.app, person), await signIn(rig.app, person)];
  for (const device of [here, there]) expect((await me(asProgram(device))).status).toBe(200);
  return { person, here, there };
}

async function expectSignedOut(...devices: Awaited<ReturnType<typeof signIn>>[]): Promise<void> {
  for (const device of devices) {
    expect(outcomeOf(await me(asProgram(device)))).toEqual(REFUSED);
    const { refreshToken } = device;
    expect(outcomeOf(await rig.post('refresh', { refreshToken }))).toEqual(REFUSED);
  }
}

/** Other servers, and a script beside this one, are noticed when the bounded memory is over. */
async function untilSignedOut(headers: Record<string, string>): Promise<void> {
  const deadline = Date.now() + 5000;
  while ((await me(headers)).status !== 401) {
    if (Date.now() > deadline) throw new Error('Still signed in after five seconds');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const BROWSER = {
  'x-session-transport': 'cookie',
  origin: FRONTEND,
  'sec-fetch-site': 'same-site',
};
const csrfOf = (answer: Answer) => ({ 'x-csrf-token': textIn(answer, 'csrfToken') });
const jarOf = ({ cookies }: Answer) => ({ cookie: Object.values(cookies).map(pairOf).join('; ') });

runCases('sessions and what an account may do', [
  {
    id: 'T-07',
    title: 'a password changed by its owner ends all other sessions',
    run: async () => {
      const { here, there } = await onTwoDevices();
      const body = { currentPassword: PASSWORD, newPassword: NEXT };
      const changed = await rig.post('password-change', body, asProgram(here));
      expect(changed.status).toBe(200);
      await expectSignedOut(here, there);
      const headers = { authorization: `Bearer ${textIn(changed, 'accessToken')}` };
      expect((await ownSessions(headers)).status).toBe(200);
    },
  },
  {
    // The panel has no password field (A-12 is the one policy); what staff do is end the sessions.
    id: 'T-07',
    title: 'so do staff from the panel, and a script that writes the row',
    run: async () => {
      const one = await onTwoDevices();
      const { documentId } = one.person;
      const url = `/accounts/users/${documentId}/sessions`;
      expect((await panel.ask(url, { method: 'DELETE' })).status).toBe(200);
      await expectSignedOut(one.here, one.there);

      const other = await onTwoDevices();
      const password = await hashOf(rig.app, NEXT);
      await rig.app.db('up_users').where('id', other.person.userId).update({ password });
      await untilSignedOut(asProgram(other.here));
      await untilSignedOut(asProgram(other.there));
      await expectSignedOut(other.here, other.there);
    },
  },
  {
    id: 'T-08',
    title: 'a suspension ends the next request, whatever it comes with',
    run: async () => {
      const { person, here, there } = await onTwoDevices();
      const asked = await rig.requestSignIn(person.email);
      const suspended = await inPanel(person, '/suspend', { reason: 'Shares the account' });
      expect(suspended.status).toBe(200);
      await expectSignedOut(here, there);
      const refusals = [
        await rig.post('login', { identifier: person.email, password: PASSWORD }),
        await rig.post('verify-otp', { flowId: asked.flowId, code: asked.code }),
        await rig.post('verify', { token: asked.token, confirm: true }),
        await rig.post('token/verify', { token: here.accessToken }),
      ];
      expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    },
  },
  {
    id: 'T-08',
    title: 'a suspension closes the sockets of the person',
    run: async () => {
      const { person, here } = await onTwoDevices();
      const socket = await openSocket(rig.app.url, { auth: { token: here.accessToken } });
      const suspended = await inPanel(person, '/suspend', { reason: 'Shares the account' });
      expect(suspended.status).toBe(200);
      await until('the socket is closed', () => socket.isOver(), 5000);
      expect(socket.got('session:ended')).toHaveLength(1);
    },
  },
  {
    id: 'T-09',
    title: 'the next request after a change of role has the new one',
    run: async () => {
      const person = await makePerson(rig.app, { role: 'mentor' });
      const session = await signIn(rig.app, person);
      const roles = async () => {
        const verified = await rig.post('token/verify', { token: session.accessToken });
        return [textIn(await me(asProgram(session)), 'role'), textIn(verified, 'role')];
      };
      expect(await roles()).toEqual(['mentor', 'mentor']);
      expect((await inPanel(person, '', { role: 'student' })).status).toBe(200);
      expect(await roles()).toEqual(['student', 'student']);
    },
  },
  {
    id: 'T-09',
    title: 'a change of role takes a socket out of the rooms of the old one',
    run: async () => {
      const person = await makePerson(rig.app, { role: 'admin' });
      const { accessToken: token } = await signIn(rig.app, person);
      const socket = await openSocket(rig.app.url, { auth: { token } });
      const documents = rig.app.strapi.documents('api::group.group');
      const { code } = await documents.create({ data: { name: 'Otters' } });
      expect(await socket.ask('chat:join', { room: `group:${code}` })).toMatchObject({ ok: true });
      expect((await inPanel(person, '', { role: 'student' })).status).toBe(200);
      await until(
        'they are out of the room',
        () => socket.got('room:left').length > 0 || socket.isOver(),
        5000,
      );
      socket.socket.disconnect();
    },
  },
  {
    id: 'T-10',
    title: 'nobody ends a session of somebody else',
    run: async () => {
      const [one, other] = [
        await signIn(rig.app, await makePerson(rig.app)),
        await signIn(rig.app, await makePerson(rig.app)),
      ];
      for (const id of [other.sessionId, '0b6f6a52-8f5c-4f67-9d52-0d2b8e1f1a11']) {
        const headers = asProgram(one);
        const answer = await rig.ask(`DELETE /api/auth/sessions/${id}`, { headers });
        expect(outcomeOf(answer)).toEqual(ELSEWHERE);
      }
      expect((await ownSessions(asProgram(other))).status).toBe(200);
    },
  },
  {
    // The flags are looked at with every answer of the suite, in rig.ts.
    id: 'T-12',
    title: 'a browser gets its session in cookies that no script reads, and no token in a body',
    run: async () => {
      const email = newAddress();
      const asked = await rig.post('magic-link', { email }, BROWSER);
      const { code } = await rig.readMail(email, 'sign-in');
      const flowId = textIn(asked, 'flowId');
      const answers = [await rig.post('verify-otp', { flowId, code: code ?? '' }, BROWSER)];
      for (const path of ['refresh', 'password-change', 'refresh', 'logout']) {
        const last = answers.at(-1) as Answer; // there is one from the start
        const body = path === 'password-change' ? { newPassword: PASSWORD } : {};
        const headers = { ...BROWSER, ...jarOf(last), ...csrfOf(last) };
        answers.push(await rig.post(path, body, headers));
      }
      const body = { identifier: email, password: PASSWORD };
      answers.push(await rig.post('login', body, BROWSER));
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
      for (const { cookies, text } of answers) {
        expect(Object.keys(cookies).sort()).toEqual(['__Host-at', '__Secure-rt']);
        const secrets = Object.values(cookies)
          .map(cookieValue)
          .filter((value) => value !== '');
        for (const secret of secrets) expect(text).not.toContain(secret);
        expect(text).not.toMatch(/accessToken|refreshToken/);
      }
    },
  },
]);
