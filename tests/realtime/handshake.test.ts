import WebSocket from 'ws';
import { asBrowser, makePerson, signIn } from '../support/people';
import { openSocket, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

const ORIGIN = 'http://localhost:3000';

/** The status of a handshake as a browser or a program makes it, by long polling. */
async function pollingStatus(headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${rig.app.url}/socket.io/?EIO=4&transport=polling`, { headers });
  await answer.text();
  return answer.status;
}

/** The same by an upgrade. */
const upgradeStatus = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const address = `${rig.app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { headers });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => resolve(0));
  });

const refusal = (settings: Parameters<typeof openSocket>[1]) =>
  openSocket(rig.app.url, settings).then(
    () => undefined,
    (error: Error & { data?: { code: string } }) => error.data?.code,
  );

it('W-01: lets pages of listed origins in by cookie, and no others', async () => {
  const cookies = asBrowser(await signIn(rig.app, await makePerson(rig.app), 'cookie'));
  const { cookie = '' } = cookies;
  const withOrigin = (origin: string) => ({ cookie, origin });
  for (const status of [pollingStatus, upgradeStatus]) {
    expect(await status(withOrigin('https://evil.example'))).toBe(403);
    expect(await status(withOrigin('null'))).toBe(403);
    expect(await status({ cookie })).toBe(403);
  }
  expect(await pollingStatus({ origin: 'https://evil.example' })).toBe(403);
  expect(await pollingStatus({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await pollingStatus({})).toBe(200);
  const { socket } = await openSocket(rig.app.url, { extraHeaders: withOrigin(ORIGIN) });
  socket.disconnect();
});

it('W-02: tells who is not signed in that they are not', async () => {
  const person = await makePerson(rig.app);
  const { accessToken, refreshToken } = await signIn(rig.app, person);
  const ended = await signIn(rig.app, person);
  await rig.app
    .db('accounts_sessions')
    .where('id', ended.sessionId)
    .update({ ended_at: new Date() });
  const suspended = await makePerson(rig.app);
  const ofSuspended = (await signIn(rig.app, suspended)).accessToken;
  await rig.app
    .db('up_users')
    .where('id', suspended.userId)
    .update({ account_status: 'suspended' });
  const [header, content, mac] = accessToken.split('.');
  for (const auth of [
    {},
    { token: '' },
    { token: 'x'.repeat(5000) },
    { token: 7 },
    { token: accessToken, role: 'admin' },
    { token: refreshToken },
    { token: ended.accessToken },
    { token: ofSuspended },
    { token: [header, content, mac?.split('').reverse().join('')].join('.') },
  ]) {
    expect([auth, await refusal({ auth })]).toEqual([auth, 'unauthenticated']);
  }
  const { socket } = await openSocket(rig.app.url, { auth: { token: accessToken } });
  socket.disconnect();
});

it('answers what is not declared, and no payload, with a problem', async () => {
  const { ask } = await rig.connectAs(await rig.actor());
  expect(await ask('chat:shout', {})).toMatchObject({
    ok: false,
    problem: { status: 404, code: 'unknown-event', type: '/problems/not-found' },
  });
  expect(await ask('__proto__', {})).toMatchObject({ problem: { code: 'unknown-event' } });
  expect(await ask('chat:join')).toMatchObject({ problem: { status: 422 } });
  expect(await ask('chat:join', { room: 'group:X1', role: 'admin' })).toMatchObject({
    problem: { status: 422, errors: [{ pointer: '/role', code: 'unknown' }] },
  });
});
