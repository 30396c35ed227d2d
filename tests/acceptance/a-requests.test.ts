import http from 'node:http';
import { newClient } from '../support/auth-calls';
import { allMailsSent, mailsTo } from '../support/mails';
import { makePerson } from '../support/people';
import { newAddress } from '../support/sign-in-rig';
import type { Answer } from '../support/ask';
import { distinct, FRONTEND, outcomeOf, pointersOf, useApp } from './rig';
import { runCases } from './run-cases';

const FIELD = 'https://field.example.org';
const PASSWORD = 'Wer rettet die Riffe?';
const rig = useApp({ THROTTLE_ENABLED: 'true', REDIRECT_ALLOWED_ORIGINS: FIELD });

const askLink = (email: unknown, more: object = {}, headers: Record<string, string> = {}) =>
  rig.post('magic-link', { email, ...more }, headers);
const from = (address: string) => ({ 'x-forwarded-for': address });
const kindsTo = (email: string) => mailsTo(rig.app, email).map(({ kind }) => kind);

const DIFFERS = ['date', 'x-request-id', 'set-cookie', 'ratelimit-reset'];
/** All that a client can tell one answer from another by; ids and secrets by their form only. */
const shapeOf = ({ status, text, headers }: Answer) => ({
  status,
  body: text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>'),
  headers: [...headers].filter(([name]) => !DIFFERS.includes(name)),
  cookies: headers
    .getSetCookie()
    .map((line) => line.replace(/=[\w-]{43};.*?samesite/, '=;samesite')),
});

/** One address of each kind that a stranger must not tell apart. */
async function fourKinds() {
  const [known, suspended, pending] = [
    await makePerson(rig.app),
    await makePerson(rig.app, { status: 'suspended' }),
    await makePerson(rig.app, { status: 'pending' }),
  ];
  return {
    known: known.email,
    suspended: suspended.email,
    pending: pending.email,
    unknown: newAddress(),
  };
}

/** Forgets that an address has just been sent a mail. */
const rest = () =>
  rig.app.db.raw("update accounts_flows set created_at = created_at - interval '61 seconds'");

/** `Host` is what fetch does not let a caller set. */
const postAsHost = (host: string, body: object): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = {
      host,
      'x-forwarded-host': host,
      'x-forwarded-for': newClient(),
      'content-type': 'application/json',
    };
    const url = `${rig.app.url}/api/auth/magic-link`;
    const request = http.request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode));
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  'https://ok.example.evil',
  `${FRONTEND}.evil.example`,
  `${FRONTEND}@evil.example`,
  FIELD.replace('https:', 'http:'),
  'javascript:alert(1)',
  ['/groups'],
  { path: '/groups' },
];
const UNSAFE_ADDRESSES = [
  'a@b',
  'a@example.org.',
  `${'a'.repeat(243)}@example.org`,
  '"x y"@example.org',
  'a@example.org\r\nBcc: other@example.org',
  'a@example.org\nBcc: other@example.org',
  'а@example.org', // a Cyrillic letter that looks like the Latin one
];

runCases('what anybody may ask for', [
  {
    id: 'A-01',
    title: 'a link is asked for alike for known, unknown, suspended and unproven addresses',
    run: async () => {
      const { known, unknown, suspended, pending } = await fourKinds();
      const answers = [];
      for (const email of [known, unknown, suspended, pending]) answers.push(await askLink(email));
      expect(answers[0]?.status).toBe(202);
      expect(distinct(answers.map(shapeOf))).toHaveLength(1);
      await allMailsSent(rig.app);
      expect([known, unknown, pending].flatMap(kindsTo)).toEqual(Array(3).fill('sign-in'));
      expect(kindsTo(suspended)).toEqual([]);
    },
  },
  {
    id: 'A-01',
    title: 'so are a reset and a second verification',
    run: async () => {
      for (const path of ['password-reset', 'verify-email/resend']) {
        const answers = [];
        for (const email of Object.values(await fourKinds())) {
          answers.push(await rig.post(path, { email }));
        }
        expect(answers[0]?.status).toBe(202);
        expect(distinct(answers.map(shapeOf))).toHaveLength(1);
      }
    },
  },
  {
    id: 'A-01',
    title: 'a reset is so too for who may ask for no more verifications',
    run: async () => {
      const client = from(newClient());
      const { pending, unknown } = await fourKinds();
      const statuses = new Set<number>();
      for (let times = 0; times < 21; times += 1) {
        const email = newAddress();
        statuses.add((await rig.post('verify-email/resend', { email }, client)).status);
      }
      expect([...statuses]).toEqual([202, 429]);
      for (const email of [pending, unknown]) {
        expect((await rig.post('password-reset', { email }, client)).status).toBe(202);
      }
      await allMailsSent(rig.app);
      expect(kindsTo(pending)).toEqual(['verify-email']);
    },
  },
  {
    id: 'A-11',
    title: 'registration answers alike for an address with an account, which is told by mail',
    run: async () => {
      const { known, unknown } = await fourKinds();
      const register = (email: string) => rig.post('register', { email, password: PASSWORD });
      const answers = [await register(known), await register(unknown)];
      expect(answers[0]?.status).toBe(202);
      expect(distinct(answers.map(shapeOf))).toHaveLength(1);
      await allMailsSent(rig.app);
      expect([known, unknown].map(kindsTo)).toEqual([['already-registered'], ['verify-email']]);
    },
  },
  {
    id: 'A-15',
    title: 'nothing leads to where people may not be sent, whatever it looks like',
    run: async () => {
      for (const redirectTo of ELSEWHERE) {
        const answer = await askLink(newAddress(), { redirectTo });
        expect([redirectTo, ...outcomeOf(answer)]).toEqual([redirectTo, 422, 'validation-failed']);
        expect(pointersOf(answer)).toEqual(['/redirectTo']);
        expect(answer.headers.get('location')).toBeNull();
      }
      const unknownField = await askLink(newAddress(), { callback: 'https://evil.example' });
      expect(pointersOf(unknownField)).toEqual(['/callback']);
    },
  },
  {
    id: 'A-16',
    title: 'an address gets five mails an hour, and who asks for more is not told so',
    run: async () => {
      const email = newAddress();
      const answers = [];
      for (let times = 0; times < 6; times += 1) {
        answers.push(await askLink(email));
        await rest();
      }
      expect(distinct(answers.map(shapeOf))).toHaveLength(1);
      expect(answers[0]?.status).toBe(202);
      await allMailsSent(rig.app);
      expect(kindsTo(email)).toHaveLength(5);
    },
  },
  {
    id: 'A-16',
    title: 'a client asks twenty times an hour, from all of its network of IPv6',
    run: async () => {
      const clients: [one: (index: number) => string, other: string][] = [
        [() => '203.0.113.77', '203.0.113.78'],
        [(index) => `2001:db8:7:1::${(index + 1).toString(16)}`, '2001:db8:7:2::1'],
      ];
      for (const [one, other] of clients) {
        const statuses = [];
        for (let index = 0; index < 20; index += 1) {
          statuses.push((await askLink(newAddress(), {}, from(one(index)))).status);
        }
        expect(statuses).toEqual(Array(20).fill(202));
        const refused = await askLink(newAddress(), {}, from(one(20)));
        expect(outcomeOf(refused)).toEqual([429, 'rate-limited']);
        const retryAfter = Number(refused.headers.get('retry-after'));
        expect(retryAfter).toBeGreaterThan(3500);
        expect(retryAfter).toBeLessThanOrEqual(3600);
        expect((await askLink(newAddress(), {}, from(other))).status).toBe(202);
      }
    },
  },
  {
    id: 'A-17',
    title:
      'an address is one however it is written, and none is taken that mail cannot safely go to',
    run: async () => {
      const { email } = await makePerson(rig.app, { email: 'kim.sea@example.org' });
      for (const written of [
        'Kim.Sea@Example.ORG',
        '  kim.sea@example.org',
        'KIM.SEA@EXAMPLE.ORG ',
      ]) {
        expect((await askLink(written)).status).toBe(202);
        await rest();
      }
      expect((await askLink('sea@Bücher.example')).status).toBe(202);
      for (const unsafe of UNSAFE_ADDRESSES) {
        const answer = await askLink(unsafe);
        expect([unsafe, ...outcomeOf(answer)]).toEqual([unsafe, 422, 'validation-failed']);
        expect(pointersOf(answer)).toEqual(['/email']);
      }
      await allMailsSent(rig.app);
      expect(kindsTo(email)).toHaveLength(3);
      expect(kindsTo('sea@xn--bcher-kva.example')).toHaveLength(1);
      expect(kindsTo('other@example.org')).toEqual([]);
    },
  },
  {
    id: 'A-19',
    title: 'links lead to the configured frontend, whatever the request says about its host',
    run: async () => {
      const email = newAddress();
      expect(await postAsHost('evil.example', { email })).toBe(202);
      const { link } = await rig.readMail(email, 'sign-in');
      expect(link).toMatch(new RegExp(`^${FRONTEND}/sign-in#token=[\\w-]+$`));
    },
  },
]);
