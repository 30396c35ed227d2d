import { newAddress, securityEvents, userRow } from '../support/sign-in-rig';
import { distinct, outcomeOf, textIn, useApp, withoutRequest, type MailedSecrets } from './rig';
import { runCases } from './run-cases';

const rig = useApp();

const INVALID = [401, 'invalid-code'];
const SUBMISSIONS = 20;

const sendCode = ({ flowId }: Pick<MailedSecrets, 'flowId'>, code: string) =>
  rig.post('verify-otp', { flowId, code });
const sendLink = (token: string, from: { cookie?: string; confirm?: true } = {}) =>
  rig.post(
    'verify',
    { token, ...(from.confirm && { confirm: true }) },
    { cookie: from.cookie ?? '' },
  );
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
const sessionsOf = (email: string) =>
  rig.app
    .db('accounts_sessions as session')
    .join('up_users as account', 'account.id', 'session.user_id')
    .where('account.email', email)
    .select<{ id: string }[]>('session.id');
const statusesOf = (answers: { status: number }[]) => {
  const statuses = answers.map(({ status }) => status);
  return [200, 401].map((status) => statuses.filter((one) => one === status).length);
};

runCases('the secrets of a mail', [
  {
    id: 'A-02',
    title: 'a code is dead after five wrong ones, and a new request works',
    run: async () => {
      const email = newAddress();
      const asked = await rig.requestSignIn(email);
      const answers = [];
      for (let tries = 0; tries < 5; tries += 1) {
        answers.push(await sendCode(asked, wrong(asked.code)));
      }
      answers.push(await sendCode(asked, asked.code));
      expect(answers.map(outcomeOf)).toEqual(Array(6).fill(INVALID));
      const again = await rig.requestSignIn(email, 2);
      expect((await sendCode(again, again.code)).status).toBe(200);
    },
  },
  {
    // Fifty times over: tests/accounts/sign-in.postgis.test.ts.
    id: 'A-03',
    title: `of ${SUBMISSIONS} submissions of one code at once one starts a session`,
    needsServer: true,
    run: async () => {
      const email = newAddress();
      const asked = await rig.requestSignIn(email);
      const sent = Array.from({ length: SUBMISSIONS }, () => sendCode(asked, asked.code));
      expect(statusesOf(await Promise.all(sent))).toEqual([1, SUBMISSIONS - 1]);
      expect(await sessionsOf(email)).toHaveLength(1);
    },
  },
  {
    id: 'A-04',
    title: 'an expired code is refused in the words of a wrong one',
    run: async () => {
      const [late, other] = [
        await rig.requestSignIn(newAddress()),
        await rig.requestSignIn(newAddress()),
      ];
      await rig.app.db.raw(
        `update accounts_flows
            set created_at = created_at - interval '601 seconds',
                expires_at = expires_at - interval '601 seconds'
          where id = ?`,
        [late.flowId],
      );
      const refusals = [await sendCode(late, late.code), await sendCode(other, wrong(other.code))];
      expect(refusals.map(outcomeOf)).toEqual([INVALID, INVALID]);
      expect(distinct(refusals.map(withoutRequest))).toHaveLength(1);
    },
  },
  {
    id: 'A-05',
    title: 'a code opens its own flow only, and what signs in resets, verifies and moves nothing',
    run: async () => {
      const email = newAddress();
      const [one, other] = [await rig.requestSignIn(email), await rig.requestSignIn(newAddress())];
      expect(outcomeOf(await sendCode(other, one.code))).toEqual(INVALID);
      const { token } = one;
      const elsewhere = [
        await rig.post('password-reset/confirm', { token, password: 'Wer rettet die Riffe?' }),
        await rig.post('verify-email', { token }),
        await rig.post('email-change/confirm', { token }),
        await rig.post('email-change/undo', { token }),
      ];
      expect(elsewhere.map(outcomeOf)).toEqual(Array(4).fill(INVALID));
      expect((await sendCode(one, one.code)).status).toBe(200);
    },
  },
  {
    id: 'A-06',
    title: 'a second request retires the first one',
    run: async () => {
      const email = newAddress();
      const [first, second] = [await rig.requestSignIn(email), await rig.requestSignIn(email, 2)];
      expect(outcomeOf(await sendCode(first, first.code))).toEqual(INVALID);
      expect(outcomeOf(await sendLink(first.token, first))).toEqual(INVALID);
      expect((await sendCode(second, second.code)).status).toBe(200);
    },
  },
  {
    id: 'A-08',
    title: 'no GET, HEAD or OPTIONS of a scanner uses the link up or starts a session',
    run: async () => {
      const { token, cookie } = await rig.requestSignIn(newAddress());
      for (let times = 0; times < 10; times += 1) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const answer = await rig.ask(`${method} /api/auth/verify?token=${token}`, {
            headers: { cookie, 'sec-purpose': 'prefetch', purpose: 'prefetch' },
          });
          expect([method, answer.status]).toEqual([method, method === 'OPTIONS' ? 200 : 405]);
          expect(answer.cookies).toEqual({});
        }
      }
      expect((await sendLink(token, { cookie })).status).toBe(200);
    },
  },
  {
    id: 'A-08',
    title: 'the page of the link is the same for everybody and sets no cookie',
    run: async () => {
      const { token, cookie } = await rig.requestSignIn(newAddress());
      const headers = { cookie, 'sec-purpose': 'prefetch' };
      for (const method of ['GET', 'HEAD', 'GET']) {
        const answer = await rig.ask(`${method} /sign-in`, { headers });
        expect([answer.status, answer.cookies]).toEqual([200, {}]);
        expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
        expect(answer.text).not.toContain(token);
      }
      expect((await sendLink(token, { cookie })).status).toBe(200);
    },
  },
  {
    id: 'A-09',
    title: 'another device is asked to confirm, and shown when and where the link was asked for',
    run: async () => {
      const email = newAddress();
      const { token } = await rig.requestSignIn(email);
      const refused = await sendLink(token, { cookie: `__Host-flow=${'x'.repeat(43)}` });
      expect(outcomeOf(refused)).toEqual([403, 'confirmation-required']);
      expect(Date.parse(textIn(refused, 'requestedAt'))).toBeGreaterThan(Date.now() - 60_000);
      expect(textIn(refused, 'requestedFrom')).not.toBe('');
      expect(await userRow(rig.app, email)).toBeUndefined();
      expect((await sendLink(token, { confirm: true })).status).toBe(200);
    },
  },
  {
    id: 'A-10',
    title: 'twenty proofs of a new address at once make one account and one session',
    needsServer: true,
    run: async () => {
      const email = newAddress();
      const asked = await rig.requestSignIn(email);
      const sent = Array.from({ length: SUBMISSIONS }, (_, index) =>
        index % 2 === 0 ? sendCode(asked, asked.code) : sendLink(asked.token, asked),
      );
      expect(statusesOf(await Promise.all(sent))).toEqual([1, SUBMISSIONS - 1]);
      const accounts = await rig.app
        .db('up_users')
        .whereRaw('lower(email) = ?', [email])
        .select<{ document_id: string }[]>('document_id');
      expect(accounts).toHaveLength(1);
      expect(await sessionsOf(email)).toHaveLength(1);
      const events = await securityEvents(rig.app, accounts[0]?.document_id ?? '');
      expect(events.filter((type) => type === 'registered')).toHaveLength(1);
    },
  },
  {
    id: 'A-18',
    title: 'an address is confirmed by POST only, and once',
    run: async () => {
      const email = newAddress();
      await rig.post('register', { email, password: 'Wer rettet die Riffe?' });
      const { token } = await rig.readMail(email, 'verify-email');
      for (let times = 0; times < 2; times += 1) {
        const read = await rig.ask(`GET /api/auth/verify-email?token=${token}`);
        expect(read.status).toBe(405);
      }
      expect((await userRow(rig.app, email))?.account_status).toBe('pending');
      expect((await rig.post('verify-email', { token })).status).toBe(200);
      expect((await userRow(rig.app, email))?.account_status).toBe('active');
      expect(outcomeOf(await rig.post('verify-email', { token }))).toEqual(INVALID);
    },
  },
]);
