import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createKeyring } from '../../src/lib/keyring';
import { eventsOf } from '../support/auth-calls';
import { asBrowser, asProgram, makePerson, signIn } from '../support/people';
import { outcomeOf, textIn, useApp } from './rig';
import { runCases } from './run-cases';

const rig = useApp();

const REFUSED = [401, 'unauthenticated'];
const TABS = 10;
const TIMES = 50;

const asBearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ownSessions = (headers: Record<string, string>) =>
  rig.ask('GET /api/auth/sessions', { headers });
const refresh = (refreshToken: string) => rig.post('refresh', { refreshToken });

const partOf = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
/** The key that signs, as only the server has it. */
const signingKey = () =>
  createKeyring((process.env.JWT_SECRET ?? '').split(','), 'access-token').current;

/** The same token with other words in it, signed with the key of the server. */
function resigned(token: string, header: object, claims: object): string {
  const { header: head, payload } = jwt.decode(token, { complete: true }) as jwt.Jwt;
  const said = { ...(payload as object), ...claims };
  const text = `${partOf({ ...head, ...header })}.${partOf(said)}`;
  const signature = createHmac('sha256', signingKey().bytes).update(text).digest('base64url');
  return `${text}.${signature}`;
}

function signedByRsa(token: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [head = '', body = ''] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
  const text = `${partOf({ ...header, alg: 'RS256' })}.${body}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

const FORGERIES: [what: string, forge: (token: string) => string][] = [
  ['alg none', (token) => `${partOf({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1]}.`],
  ['alg none, said with our key', (token) => resigned(token, { alg: 'none' }, {})],
  ['RS256', signedByRsa],
  ['HS512', (token) => resigned(token, { alg: 'HS512' }, {})],
  ['another audience', (token) => resigned(token, {}, { aud: 'https://evil.example' })],
  ['another issuer', (token) => resigned(token, {}, { iss: 'https://evil.example' })],
  ['another type', (token) => resigned(token, { typ: 'JWT' }, {})],
  ['a path as key id', (token) => resigned(token, { kid: '../../dev/null' }, {})],
  ['a key of its own', (token) => resigned(token, { jwk: { kty: 'oct', k: 'AA' } }, {})],
  ['ten kilobytes', (token) => resigned(token, {}, { note: 'A'.repeat(10_000) })],
];
const BAD_TIMES: [what: string, forge: (token: string) => string][] = [
  ['expired 61 s ago', (token) => resigned(token, {}, { exp: secondsFromNow(-61) })],
  ['begins in 61 s', (token) => resigned(token, {}, { nbf: secondsFromNow(61) })],
  ['of a clock an hour ahead', (token) => resigned(token, {}, { iat: secondsFromNow(3600) })],
];

async function expectRefused(forgeries: typeof FORGERIES): Promise<void> {
  const { accessToken } = await signIn(rig.app, await makePerson(rig.app));
  // The one that only says what is true is taken, so the others fall for what they say.
  expect((await ownSessions(asBearer(resigned(accessToken, {}, {})))).status).toBe(200);
  for (const [what, forge] of forgeries) {
    const answer = await ownSessions(asBearer(forge(accessToken)));
    expect([what, ...outcomeOf(answer)]).toEqual([what, ...REFUSED]);
  }
}

/** Lets the grace of every replaced token of a session pass. */
const passGrace = (sessionId: string) =>
  rig.app.db.raw(
    `update accounts_refresh_tokens set replaced_at = replaced_at - interval '10.1 seconds'
      where session_id = :sessionId`,
    { sessionId },
  );

/** Nothing of the family works any more, and the person and the record know. */
async function expectFamilyDead(
  { documentId, email }: { documentId: string; email: string },
  { newest, accessToken }: { newest: string; accessToken: string },
): Promise<void> {
  expect(outcomeOf(await refresh(newest))).toEqual(REFUSED);
  expect((await ownSessions(asBearer(accessToken))).status).toBe(401);
  expect(await eventsOf(rig.app, documentId)).toEqual(['refresh-token-reused']);
  await rig.readMail(email, 'session-reuse-notice');
}

runCases('tokens', [
  {
    id: 'T-01',
    title: 'a token is ours in every word, or nobody is signed in',
    run: () => expectRefused(FORGERIES),
  },
  {
    id: 'T-02',
    title: 'a token is refused before and after its time',
    run: () => expectRefused(BAD_TIMES),
  },
  {
    id: 'T-03',
    title: 'a refresh token signs no request, and an access token refreshes nothing',
    run: async () => {
      const { accessToken, refreshToken } = await signIn(rig.app, await makePerson(rig.app));
      expect(outcomeOf(await ownSessions(asBearer(refreshToken)))).toEqual(REFUSED);
      expect(outcomeOf(await refresh(accessToken))).toEqual(REFUSED);
      expect((await refresh(refreshToken)).status).toBe(200);
    },
  },
  {
    // Eight at once, fifty times over: tests/accounts/sessions.postgis.test.ts.
    id: 'T-04',
    title: `${TABS} tabs that refresh at once get one child`,
    needsServer: true,
    run: async () => {
      const { refreshToken, sessionId } = await signIn(rig.app, await makePerson(rig.app));
      const answers = await Promise.all(Array.from({ length: TABS }, () => refresh(refreshToken)));
      expect(answers.map(({ status }) => status)).toEqual(Array(TABS).fill(200));
      expect(new Set(answers.map((answer) => textIn(answer, 'refreshToken'))).size).toBe(1);
      const leaves = await rig.app
        .db('accounts_refresh_tokens')
        .where({ session_id: sessionId, replaced_at: null });
      expect(leaves).toHaveLength(1);
    },
  },
  {
    id: 'T-05',
    title: `a parent that comes after ten seconds ends its family, ${TIMES} times over`,
    run: async () => {
      for (let round = 0; round < TIMES; round += 1) {
        const person = await makePerson(rig.app);
        const { refreshToken, sessionId } = await signIn(rig.app, person);
        const child = await refresh(refreshToken);
        const newest = textIn(child, 'refreshToken');
        expect(textIn(await refresh(refreshToken), 'refreshToken')).toBe(newest);
        await passGrace(sessionId);
        expect(outcomeOf(await refresh(refreshToken))).toEqual(REFUSED);
        const accessToken = textIn(child, 'accessToken');
        await expectFamilyDead(person, { newest, accessToken });
      }
    },
  },
  {
    id: 'T-05',
    title: 'so does a grandparent at once',
    run: async () => {
      const person = await makePerson(rig.app);
      const { refreshToken } = await signIn(rig.app, person);
      const child = textIn(await refresh(refreshToken), 'refreshToken');
      const grandchild = await refresh(child);
      expect(outcomeOf(await refresh(refreshToken))).toEqual(REFUSED);
      const [newest, accessToken] = ['refreshToken', 'accessToken'].map((name) =>
        textIn(grandchild, name),
      ) as [string, string];
      await expectFamilyDead(person, { newest, accessToken });
    },
  },
  {
    id: 'T-06',
    title: 'an access token ends with the logout, not ten minutes later',
    run: async () => {
      const session = await signIn(rig.app, await makePerson(rig.app));
      expect((await ownSessions(asProgram(session))).status).toBe(200);
      expect((await rig.post('logout', {}, asProgram(session))).data).toEqual({ ended: 1 });
      expect(outcomeOf(await ownSessions(asProgram(session)))).toEqual(REFUSED);
      expect(outcomeOf(await refresh(session.refreshToken))).toEqual(REFUSED);
    },
  },
  {
    id: 'T-11',
    title: 'cookies and a token of two people are refused, of one person taken',
    run: async () => {
      const [one, other] = [await makePerson(rig.app), await makePerson(rig.app)];
      const browser = await signIn(rig.app, one, 'cookie');
      const cookie = asBrowser(browser).cookie?.replace(/at=/, '__Host-at=') ?? '';
      const beside = async (person: typeof one) =>
        ownSessions({ cookie, ...asProgram(await signIn(rig.app, person)) });
      expect(outcomeOf(await beside(other))).toEqual([400, 'ambiguous-credentials']);
      expect((await beside(one)).status).toBe(200);
    },
  },
]);
