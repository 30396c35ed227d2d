import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { makePerson, signIn } from '../support/people';
import { openSocket, type TestSocket } from '../support/realtime-rig';

let app: TestApp;
const open = new Set<TestSocket>();
beforeAll(async () => {
  process.env.THROTTLE_ENABLED = 'true';
  process.env.TRUSTED_PROXY_HOPS = '1';
  app = await startApp();
});
afterEach(() => {
  for (const { socket } of open) socket.disconnect();
  open.clear();
});
afterAll(() => app.stop());

const tokenOfNew = async () => (await signIn(app, await makePerson(app))).accessToken;

async function connect(token: string, address: string): Promise<TestSocket> {
  const socket = await openSocket(app.url, {
    auth: { token },
    extraHeaders: { 'x-forwarded-for': address },
  });
  open.add(socket);
  return socket;
}
const refusal = (token: string, address: string) =>
  connect(token, address).then(
    () => undefined,
    (error: Error & { data?: { code: string } }) => error.data?.code,
  );

it('W-09: lets one person have ten connections', async () => {
  const token = await tokenOfNew();
  for (let count = 0; count < 10; count += 1) await connect(token, '192.0.2.1');
  expect(await refusal(token, '192.0.2.2')).toBe('too-many-connections');
  const [first] = open;
  first?.socket.disconnect();
  await until('a place is free', async () => (await refusal(token, '192.0.2.2')) === undefined);
});

it('W-09: lets one address have a hundred connections', async () => {
  const tokens = await Promise.all(Array.from({ length: 11 }, tokenOfNew));
  for (const token of tokens.slice(0, 10)) {
    for (let count = 0; count < 10; count += 1) await connect(token, '198.51.100.7');
  }
  expect(await refusal(tokens[10] ?? '', '198.51.100.7')).toBe('too-many-connections');
  expect(await refusal(tokens[10] ?? '', '198.51.100.8')).toBeUndefined();
});

it('W-08: refuses what is too much, and drops who goes on', async () => {
  const socket = await connect(await tokenOfNew(), '192.0.2.3');
  const codes = await Promise.all(
    Array.from({ length: 21 }, () =>
      socket.ask('chat:send', {}).then(({ problem }) => problem?.code),
    ),
  );
  expect(codes.filter((code) => code === 'validation-failed')).toHaveLength(20);
  expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(1);
  for (let count = 0; count < 60; count += 1) socket.socket.emit('chat:send', {});
  await until('it is dropped', () => socket.isOver(), 5000);
});
