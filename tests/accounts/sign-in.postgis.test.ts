import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { RequestOrigin } from '../../src/plugins/accounts/contract/request-origin';
import type { AddressProofService } from '../../src/plugins/accounts/server/services/address-proof';
import type { FlowsService, OpenedFlow } from '../../src/plugins/accounts/server/services/flows';
import { startApp, type TestApp } from '../support/app';
import { ask, newAddress, signInByMail, userRow, type Answer } from '../support/sign-in-rig';

/** What many do at the same moment; the embedded database has one session for all. */
process.env.THROTTLE_ENABLED = 'false';

const ROUNDS = 50;
const AT_ONCE = 20;
const ORIGIN: RequestOrigin = {
  address: '203.0.113.7',
  userAgent: '',
  transport: 'token',
  requestId: undefined,
};

let app: TestApp;
let flows: FlowsService;
let proof: AddressProofService;
beforeAll(async () => {
  app = await startApp();
  flows = app.strapi.plugin('accounts').service<FlowsService>('flows');
  proof = app.strapi.plugin('accounts').service<AddressProofService>('addressProof');
});
afterAll(() => app.stop());

/** The flow of a mail, without waiting for the mail. */
const openFlow = (email: string): Promise<OpenedFlow> =>
  app.db.transaction((trx) =>
    flows.open(trx, {
      purpose: 'sign-in',
      email,
      userId: null,
      origin: ORIGIN,
      withCode: true,
      lifeSeconds: 600,
    }),
  );

const atOnce = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(index)));

const tally = (answers: Answer[]) => {
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  return { ok: count(200), refused: count(401), others: answers.length - count(200) - count(401) };
};

const countOf = async (query: Knex.QueryBuilder): Promise<number> => {
  // knex cannot know what a query counts to.
  const rows = (await query.count('* as count')) as unknown as { count: string }[];
  return Number(rows[0]?.count);
};
const sessionsOf = async (email: string) => {
  const { id } = (await userRow(app, email)) ?? { id: 0 };
  return countOf(app.db('accounts_sessions').where({ user_id: id }));
};
const usersOf = (email: string) => countOf(app.db('up_users').whereRaw('lower(email) = ?', email));

it(`A-03: gives one session for one code sent ${AT_ONCE} times at once, ${ROUNDS} times over`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const email = newAddress();
    const { flowId, code } = await openFlow(email);
    const answers = await atOnce(() => ask(app, '/auth/verify-otp', { body: { flowId, code } }));
    expect(tally(answers)).toEqual({ ok: 1, refused: AT_ONCE - 1, others: 0 });
    expect([await usersOf(email), await sessionsOf(email)]).toEqual([1, 1]);
  }
});

it('A-10: gives one account and one session for one link opened many times at once', async () => {
  for (let round = 0; round < 10; round += 1) {
    const email = newAddress();
    const body = { token: (await openFlow(email)).linkToken, confirm: true };
    const answers = await atOnce(() => ask(app, '/auth/verify', { body }));
    expect(tally(answers)).toEqual({ ok: 1, refused: AT_ONCE - 1, others: 0 });
    expect([await usersOf(email), await sessionsOf(email)]).toEqual([1, 1]);
  }
});

it('A-10: makes one account with one profile, however many flows prove a new address at once', async () => {
  for (let round = 0; round < 10; round += 1) {
    const email = newAddress();
    const accounts = await atOnce(() =>
      app.db.transaction((trx) =>
        proof.accept(trx, {
          origin: ORIGIN,
          flow: {
            id: randomUUID(),
            purpose: 'sign-in',
            email,
            userId: null,
            details: {},
            redirectTo: null,
            browserHash: null,
            device: '',
            createdAt: new Date(),
            expiresAt: new Date(),
          },
        }),
      ),
    );
    expect(new Set(accounts.map((account) => account?.userId)).size).toBe(1);
    const { id, document_id: targetId } = (await userRow(app, email)) ?? { id: 0 };
    expect(await countOf(app.db('profiles_user_lnk').where({ user_id: id }))).toBe(1);
    expect(await countOf(app.db('up_users_role_lnk').where({ user_id: id }))).toBe(1);
    const registered = { target_id: targetId ?? '', type: 'registered' };
    expect(await countOf(app.db('accounts_security_events').where(registered))).toBe(1);
  }
});

it('counts wrong codes one by one, so that twenty at once are five tries', async () => {
  const { flowId, code } = await openFlow(newAddress());
  const wrong = code === '000000' ? '000001' : '000000';
  await atOnce(() => ask(app, '/auth/verify-otp', { body: { flowId, code: wrong } }));
  const { attempts } = await app.db('accounts_flows').where({ id: flowId }).first('attempts');
  expect(attempts).toBe(5);
  expect((await ask(app, '/auth/verify-otp', { body: { flowId, code } })).status).toBe(401);
});

it('keeps one live flow of an address that many ask for at once', async () => {
  const email = newAddress();
  const answers = await atOnce(() => ask(app, '/auth/magic-link', { body: { email } }));
  expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(202));
  expect(await countOf(app.db('accounts_flows').where({ email }))).toBe(1);
});

it('registers one account of an address that many register at once', async () => {
  const email = newAddress();
  const body = { email, password: 'kelp-forest-Tide-42' };
  const answers = await atOnce(() => ask(app, '/auth/register', { body }));
  expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(202));
  expect(await usersOf(email)).toBe(1);
});

it('M-08: takes one of two changes to one state, whichever comes first', async () => {
  const { headers } = await signInByMail(app);
  for (let round = 0; round < 20; round += 1) {
    const etag = (await ask(app, '/users/me', { headers })).headers.get('etag') ?? '';
    const change = (lastName: string) =>
      ask(app, '/users/me', {
        method: 'PATCH',
        body: { profile: { lastName } },
        headers: { ...headers, 'if-match': etag },
      });
    const answers = await Promise.all([change(`One ${round}`), change(`Two ${round}`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  }
});

it('gives a username to one of two who want it at the same moment', async () => {
  const people = [await signInByMail(app), await signInByMail(app)];
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      people.map(({ headers }) =>
        ask(app, '/users/me', { method: 'PATCH', body: { username: `wanted-${round}` }, headers }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  }
});
