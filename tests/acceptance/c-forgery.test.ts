import { asProgram, makePerson, signIn } from '../support/people';
import { FRONTEND, outcomeOf, PUBLIC_URL, useApp } from './rig';
import { runCases } from './run-cases';

const rig = useApp();

const FORGED = [403, 'csrf-failed'];
const DONE = [200, undefined];
const FOREIGN = [
  'https://evil.example',
  'null',
  'https://app.example.org.evil.example',
  'https://evilapp.example.org',
  'http://app.example.org',
];

/** A browser that is signed in; where its page is from, each case says. */
async function openBrowser() {
  const session = await signIn(rig.app, await makePerson(rig.app), 'cookie');
  const { accessToken, refreshToken, csrfToken } = session;
  return {
    session,
    cookie: `__Host-at=${accessToken}; __Secure-rt=${refreshToken}`,
    csrf: { 'x-csrf-token': csrfToken },
  };
}
const logout = async (headers: Record<string, string>) =>
  outcomeOf(await rig.ask('POST /api/auth/logout', { headers }));
const preflight = (origin: string) =>
  fetch(`${rig.app.url}/api/auth/logout`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-csrf-token,content-type',
    },
  });

async function expectForeign(origins: string[]): Promise<void> {
  for (const origin of origins) {
    const { cookie, csrf } = await openBrowser();
    const read = await rig.ask('GET /api/users/me', { headers: { cookie, origin } });
    const headers = { cookie, ...csrf, origin };
    const written = await rig.ask('POST /api/auth/logout', { headers });
    expect([origin, ...outcomeOf(written)]).toEqual([origin, ...FORGED]);
    for (const answer of [read, written]) {
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    }
  }
}

runCases('requests of other pages', [
  {
    id: 'C-01',
    title: 'a foreign page reads nothing and writes nothing',
    run: () => expectForeign(FOREIGN.slice(0, 1)),
  },
  {
    id: 'C-02',
    title: 'an origin that only looks like ours is foreign',
    run: () => expectForeign(FOREIGN.slice(1)),
  },
  {
    id: 'C-03',
    title: 'a preflight names a listed origin exactly, and no other',
    run: async () => {
      const listed = await preflight(FRONTEND);
      expect(listed.status).toBe(204);
      expect(listed.headers.get('access-control-allow-origin')).toBe(FRONTEND);
      expect(listed.headers.get('access-control-allow-credentials')).toBe('true');
      expect(listed.headers.get('vary')).toMatch(/\borigin\b/i);
      for (const origin of FOREIGN) {
        const other = await preflight(origin);
        expect([origin, other.status]).toEqual([origin, 204]);
        expect(other.headers.has('access-control-allow-origin')).toBe(false);
      }
    },
  },
  {
    id: 'C-04',
    title: 'what a form can send without asking is not taken',
    run: async () => {
      const bodies: [type: string, body: string][] = [
        ['text/plain', '{"scope":"all"}'],
        ['application/x-www-form-urlencoded', 'scope=all'],
        ['multipart/form-data; boundary=x', '--x--\r\n'],
      ];
      for (const [type, body] of bodies) {
        const { cookie, csrf, session } = await openBrowser();
        const answer = await fetch(`${rig.app.url}/api/auth/logout`, {
          method: 'POST',
          headers: { cookie, ...csrf, origin: PUBLIC_URL, 'content-type': type },
          body,
        });
        expect([type, answer.status]).toEqual([type, 415]);
        const row = await rig.app.db('accounts_sessions').where('id', session.sessionId).first();
        expect(row).toMatchObject({ ended_at: null });
      }
    },
  },
  {
    id: 'C-05',
    title: 'Fetch Metadata decides, else a listed origin, and who says nothing is refused',
    run: async () => {
      const sources: [from: Record<string, string>, outcome: unknown[]][] = [
        [{ 'sec-fetch-site': 'cross-site' }, FORGED],
        [{ 'sec-fetch-site': 'cross-site', origin: FRONTEND }, FORGED],
        [{ 'sec-fetch-site': 'same-origin', origin: PUBLIC_URL }, DONE],
        [{ origin: FRONTEND }, DONE],
        [{}, FORGED],
      ];
      for (const [from, outcome] of sources) {
        const { cookie, csrf } = await openBrowser();
        expect([from, ...(await logout({ cookie, ...csrf, ...from }))]).toEqual([from, ...outcome]);
      }
    },
  },
  {
    id: 'C-06',
    title: 'the token is of this session, whole, and of no use after its end',
    run: async () => {
      const [one, other] = [await openBrowser(), await openBrowser()];
      const { cookie, csrf } = one;
      const token = csrf['x-csrf-token'];
      const attempts = [undefined, '', other.csrf['x-csrf-token'], token.slice(0, -1), `${token}A`];
      for (const attempt of attempts) {
        const sent: Record<string, string> =
          attempt === undefined ? {} : { 'x-csrf-token': attempt };
        expect(await logout({ cookie, origin: FRONTEND, ...sent })).toEqual(FORGED);
      }
      expect(await logout({ cookie, origin: FRONTEND, ...csrf })).toEqual(DONE);
      const next = other.cookie;
      expect(await logout({ cookie: next, origin: FRONTEND, ...csrf })).toEqual(FORGED);
    },
  },
  {
    id: 'C-07',
    title: 'a program with a token and no cookies says nothing about a page',
    run: async () => {
      const session = await signIn(rig.app, await makePerson(rig.app));
      expect(await logout(asProgram(session))).toEqual(DONE);
    },
  },
  {
    id: 'C-08',
    title: 'a foreign page signs nobody in',
    run: async () => {
      for (const path of ['login', 'verify', 'verify-otp', 'refresh', 'magic-link']) {
        const sources: Record<string, string>[] = [
          ...FOREIGN.map((origin) => ({ origin })),
          { 'sec-fetch-site': 'cross-site' },
          { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        ];
        for (const from of sources) {
          const answer = await rig.post(path, {}, from);
          expect([path, from, ...outcomeOf(answer)]).toEqual([path, from, ...FORGED]);
        }
      }
    },
  },
  {
    id: 'C-09',
    title: 'no header and no field changes the method',
    run: async () => {
      const person = await makePerson(rig.app);
      const [one, other] = [await signIn(rig.app, person), await signIn(rig.app, person)];
      const answer = await rig.ask(`POST /api/auth/sessions/${other.sessionId}`, {
        headers: { ...asProgram(one), 'x-http-method-override': 'DELETE' },
        body: { _method: 'DELETE' },
      });
      expect(outcomeOf(answer)).toEqual([405, 'method-not-allowed']);
      const row = await rig.app.db('accounts_sessions').where('id', other.sessionId).first();
      expect(row).toMatchObject({ ended_at: null });
    },
  },
]);
