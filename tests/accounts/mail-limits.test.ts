import { startApp, type TestApp } from '../support/app';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { ask, newAddress, signInByMail, userRow } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'true';
process.env.TRUSTED_PROXY_HOPS = '1';
process.env.THROTTLE_AUTH = '10000/minute';
process.env.THROTTLE_ANON = '10000/minute';

const PASSWORD = 'kelp-forest-Tide-42';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

let clients = 0;
/** Another client's address. */
const client = () => `198.51.100.${(clients += 1)}`;
const requestLink = (email: string, address = client()) =>
  ask(app, '/auth/magic-link', { body: { email }, headers: { 'x-forwarded-for': address } });
const letTimePass = (email: string) =>
  app
    .db('accounts_flows')
    .where({ email })
    .update({ created_at: app.db.raw("created_at - interval '61 seconds'") });
const kindsTo = (email: string) => mailsTo(app, email).map(({ kind }) => kind);

it('sends one mail within a minute, which goes on working', async () => {
  const [email, address] = [newAddress(), client()];
  const flowIds = new Set<string>();
  for (let times = 0; times < 4; times += 1) {
    const { status, body } = await requestLink(email, address);
    expect(status).toBe(202);
    flowIds.add(body.data.flowId as string);
  }
  expect(flowIds.size).toBe(1);
  const stranger = await requestLink(email);
  expect(stranger.status).toBe(202);
  expect(flowIds).not.toContain(stranger.body.data.flowId);
  const { code } = await lastMailTo(app, email);
  await allMailsSent(app);
  expect(kindsTo(email)).toEqual(['sign-in']);
  const [flowId] = flowIds;
  expect((await ask(app, '/auth/verify-otp', { body: { flowId, code } })).status).toBe(200);
});

it('sends another mail at once when the code of the last is used up', async () => {
  const [email, address] = [newAddress(), client()];
  const { body } = await requestLink(email, address);
  const { code } = await lastMailTo(app, email);
  const wrong = code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 5; tries += 1) {
    await ask(app, '/auth/verify-otp', { body: { flowId: body.data.flowId, code: wrong } });
  }
  const again = await requestLink(email, address);
  const { code: next } = await lastMailTo(app, email, { count: 2 });
  const answer = await ask(app, '/auth/verify-otp', {
    body: { flowId: again.body.data.flowId, code: next },
  });
  expect(answer.status).toBe(200);
});

it('A-16: sends five mails to an address within an hour, and answers on as if it sent more', async () => {
  const [known, unknown] = [newAddress(), newAddress()];
  await signInByMail(app, known);
  await letTimePass(known);
  for (const email of [known, unknown]) {
    const answers = [];
    for (let times = 0; times < 7; times += 1) {
      answers.push(await requestLink(email));
      await letTimePass(email);
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(202));
    for (const { body, headers } of answers) {
      expect(body).toEqual({ data: { flowId: expect.any(String), resendAfterSeconds: 60 } });
      expect(headers.getSetCookie()).toHaveLength(1);
    }
    await allMailsSent(app);
    // The one that the known address signed in with counts too.
    expect(kindsTo(email)).toHaveLength(5);
  }
});

it('A-16: stops a client after twenty requests in an hour, whatever addresses it names', async () => {
  const address = client();
  const answers = [];
  for (let times = 0; times < 21; times += 1)
    answers.push(await requestLink(newAddress(), address));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(202), 429]);
  const retryAfter = Number(answers[20]?.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(3500);
  expect(retryAfter).toBeLessThanOrEqual(3600);
  expect((await requestLink(newAddress())).status).toBe(202);
});

it('A-16: counts a network of IPv6 as one client', async () => {
  const answers = [];
  for (let host = 1; host <= 21; host += 1) {
    answers.push(await requestLink(newAddress(), `2001:db8:1:2::${host.toString(16)}`));
  }
  expect(answers[20]?.status).toBe(429);
});

it('does the same for registrations and their repeated mails', async () => {
  const email = newAddress();
  const register = (password: string) =>
    ask(app, '/auth/register', {
      body: { email, password },
      headers: { 'x-forwarded-for': client() },
    });
  expect((await register(PASSWORD)).status).toBe(202);
  expect((await register('attacker-Reef-Lagoon-77')).status).toBe(202);
  const resend = { body: { email }, headers: { 'x-forwarded-for': client() } };
  expect((await ask(app, '/auth/verify-email/resend', resend)).status).toBe(202);
  await lastMailTo(app, email);
  await allMailsSent(app);
  expect(kindsTo(email)).toEqual(['verify-email']);
  expect(await userRow(app, email)).toMatchObject({ account_status: 'pending' });
});
