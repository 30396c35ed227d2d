import { createKeyring } from '../../src/lib/keyring';
import type { SecurityEvents } from '../../src/plugins/accounts/contract/security-event';
import { refreshTokenRepository } from '../../src/plugins/accounts/server/repositories/refresh-tokens';
import { sessionRepository } from '../../src/plugins/accounts/server/repositories/sessions';
import type { PrincipalsService } from '../../src/plugins/accounts/server/services/principals';
import {
  createRefreshService,
  type RefreshService,
} from '../../src/plugins/accounts/server/services/refresh';
import type { SessionIssuer } from '../../src/plugins/accounts/server/services/session-issuer';
import { startApp, type TestApp } from '../support/app';
import { createAsk, type Answer } from '../support/ask';
import {
  asProgram,
  makePerson,
  sessionsOf,
  signIn,
  testOrigin,
  type TestPerson,
} from '../support/people';

/** What only several connections can show. */
const TIMES = 50;
const TABS = 8;

let app: TestApp;
let clock: Date;
let refresh: RefreshService;
const told: string[] = [];

beforeAll(async () => {
  app = await startApp();
  const service = <Service extends object>(name: string) =>
    app.strapi.plugin('accounts').service<Service>(name);
  refresh = createRefreshService({
    db: () => app.db,
    sessions: sessionRepository,
    refreshTokens: refreshTokenRepository,
    issuer: service<SessionIssuer>('sessionIssuer'),
    principals: service<PrincipalsService>('principals'),
    securityEvents: () => service<SecurityEvents>('securityEvents'),
    notifyOfReuse: (_trx, { account }) => Promise.resolve(void told.push(account.documentId)),
    keys: createKeyring((process.env.JWT_SECRET ?? '').split(','), 'refresh-token'),
    now: () => clock,
  });
});
afterAll(() => app.stop());
beforeEach(() => {
  clock = new Date();
});

const ask = createAsk(() => app);
const wait = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};
const at = <Item>(count: number, make: () => Promise<Item>): Promise<Item[]> =>
  Promise.all(Array.from({ length: count }, make));
/** The refresh token to go on with: the child, or the same when there was none. */
const nextOf = ({ data }: Answer, token: string): string =>
  typeof data['refreshToken'] === 'string' ? data['refreshToken'] : token;
const use = (token: string) => refresh.refresh(token, testOrigin());
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );
const tokensOf = (sessionId: string) =>
  app
    .db('accounts_refresh_tokens')
    .where('session_id', sessionId)
    .select<{ replaced_at: Date | null }[]>('replaced_at');
const liveSessionsOf = ({ userId }: TestPerson) =>
  app.db('accounts_sessions').where({ user_id: userId, ended_at: null });

it(`gives one child to ${TABS} tabs that refresh at once, ${TIMES} times over`, async () => {
  const person = await makePerson(app);
  for (let round = 0; round < TIMES; round += 1) {
    const { refreshToken, sessionId } = await signIn(app, person);
    const answers = await at(TABS, () => ask('POST /api/auth/refresh', { body: { refreshToken } }));
    expect(answers.map(({ status }) => status)).toEqual(Array(TABS).fill(200));
    expect(new Set(answers.map(({ data }) => data['refreshToken'])).size).toBe(1);
    const tokens = await tokensOf(sessionId);
    expect(tokens).toHaveLength(2);
    expect(tokens.filter(({ replaced_at }) => replaced_at === null)).toHaveLength(1);
  }
});

it(`ends the family when a parent comes after the grace, however many send it, ${TIMES} times over`, async () => {
  for (let round = 0; round < TIMES; round += 1) {
    const person = await makePerson(app);
    const { refreshToken } = await signIn(app, person);
    const child = await use(refreshToken);
    wait(10);
    expect((await use(refreshToken)).refreshToken).toBe(child.refreshToken);
    wait(0.001);
    const codes = await at(TABS, () => codeOf(use(refreshToken)));
    expect(codes).toEqual(Array(TABS).fill('unauthenticated'));
    expect(await codeOf(use(child.refreshToken))).toBe('unauthenticated');
    expect(await liveSessionsOf(person)).toEqual([]);
    const events = await app.db('accounts_security_events').where('target_id', person.documentId);
    expect(events).toHaveLength(1);
    expect(told.filter((documentId) => documentId === person.documentId)).toHaveLength(1);
  }
});

it('keeps a family of many generations to one newest token', async () => {
  const person = await makePerson(app);
  const { refreshToken, sessionId } = await signIn(app, person);
  let newest = refreshToken;
  for (let generation = 0; generation < 20; generation += 1) {
    const answers = await at(4, () => use(newest));
    const children = new Set(answers.map((answer) => answer.refreshToken));
    expect(children.size).toBe(1);
    [newest = ''] = children;
    wait(600);
  }
  expect(await tokensOf(sessionId)).toHaveLength(21);
  expect(await liveSessionsOf(person)).toHaveLength(1);
});

it('lets no session survive what ends it at the same moment', async () => {
  const changes = [{ password: '$argon2id$new' }, { account_status: 'suspended' }];
  for (let round = 0; round < TIMES; round += 1) {
    const person = await makePerson(app, { password: '$argon2id$old' });
    const session = await signIn(app, person);
    const change = changes[round % changes.length] ?? {};
    const [refreshed] = await Promise.all([
      ask('POST /api/auth/refresh', { body: { refreshToken: session.refreshToken } }),
      app.db('up_users').where('id', person.userId).update(change),
    ]);
    expect(await liveSessionsOf(person)).toEqual([]);
    const body = { refreshToken: nextOf(refreshed, session.refreshToken) };
    expect((await ask('POST /api/auth/refresh', { body })).status).toBe(401);
  }
});

it('ends by a change of password what was started while it waited to be written', async () => {
  for (let round = 0; round < TIMES; round += 1) {
    const person = await makePerson(app, { password: '$argon2id$old' });
    const starting = app.db.transaction(async (trx) => {
      const { userId } = person;
      const start = { userId, method: 'password' as const, origin: testOrigin() };
      const session = await sessionsOf(app).start(trx, start);
      // The row of the account is locked by now, so the change comes after this.
      const changing = app.db('up_users').where('id', userId).update({ password: '$argon2id$new' });
      return { session, changing: changing.then(() => undefined) };
    });
    const { session, changing } = await starting;
    await changing;
    expect(await liveSessionsOf(person)).toEqual([]);
    const answer = await ask('GET /api/auth/sessions', { headers: asProgram(session) });
    expect(answer.status).toBe(401);
  }
});

it('ends a session by logout although it is refreshed at the same moment', async () => {
  const person = await makePerson(app);
  for (let round = 0; round < TIMES; round += 1) {
    const session = await signIn(app, person);
    const { refreshToken } = session;
    const [refreshed, ended] = await Promise.all([
      ask('POST /api/auth/refresh', { body: { refreshToken } }),
      ask('POST /api/auth/logout', { headers: asProgram(session) }),
    ]);
    expect(ended.data).toEqual({ ended: 1 });
    const body = { refreshToken: nextOf(refreshed, refreshToken) };
    expect((await ask('POST /api/auth/refresh', { body })).status).toBe(401);
  }
});
