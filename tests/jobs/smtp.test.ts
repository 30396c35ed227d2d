import { composeMail, mailTime } from '../../src/plugins/accounts/server/mails';
import type { Outbox, OutgoingMail } from '../../src/plugins/jobs/contract/outbox';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { startSmtpServer, type SmtpMood, type TestSmtpServer } from '../support/smtp-server';

let app: TestApp;
let smtp: TestSmtpServer;

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(process.env, {
    EMAIL_PROVIDER: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(smtp.port),
    MAIL_RETRY_SECONDS: '1',
    DEFAULT_FROM_EMAIL: 'Shoal Test <shoal@shoal.example.org>',
    PUBLIC_URL: 'https://shoal.example.org',
    LOG_LEVEL: 'error', // the failures below are wanted
  });
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

let sequence = 0;
const nextAddress = () => `person-${(sequence += 1)}@example.org`;
const LINK = 'https://shoal.example.org/sign-in#token=abc_DEF-123';
const composed = composeMail('sign-in', {
  link: LINK,
  code: '042917',
  minutes: '10',
  device: 'Firefox on Linux',
  time: mailTime(new Date('2025-03-14T10:32:00Z')),
});

function enqueue(mail: Partial<OutgoingMail> & { to: string }): Promise<{ id: string }> {
  const outbox = app.strapi.plugin('jobs').service<Outbox>('outbox');
  return app.db.transaction((trx) =>
    outbox.enqueue(trx, { kind: 'sign-in', ...composed, ...mail }),
  );
}
interface Row {
  state: string;
  attempts: number;
  last_error: string | null;
}
const rowOf = async (id: string): Promise<Row> =>
  (await app.db('jobs_outbox').where({ id }).first<Row>()) ?? {
    state: '',
    attempts: 0,
    last_error: '',
  };
const stateIs = (id: string, state: string) =>
  until(`the mail is ${state}`, async () => (await rowOf(id)).state === state);
const mailsTo = (address: string) =>
  smtp.mails.filter(({ recipients }) => recipients.includes(address));

it('sends a mail that a mail program reads as it was written', async () => {
  const to = nextAddress();
  const { id } = await enqueue({ to });
  const mail = await smtp.mailTo(to);
  expect(mail).toMatchObject({
    recipients: [to],
    to,
    from: '"Shoal Test" <shoal@shoal.example.org>',
    subject: 'Sign in to Shoal',
    messageId: `<${id}@shoal.example.org>`,
    link: LINK,
    code: '042917',
  });
  expect(mail.text.trim()).toBe(composed.text.trim());
  expect(mail.html.trim()).toBe(composed.html.trim());
  expect(mail.headers.get('auto-submitted')).toBe('Auto-Submitted: auto-generated');
  await stateIs(id, 'sent');
});

it('delivers once, later, when the provider was down (E-02)', async () => {
  const to = nextAddress();
  await smtp.refuse();
  const { id } = await enqueue({ to });
  await until('a try has failed', async () => (await rowOf(id)).last_error !== null);
  expect((await rowOf(id)).last_error).toMatch(/^ESOCKET|^ECONN/);
  await smtp.accept();
  await stateIs(id, 'sent');
  expect(mailsTo(to)).toHaveLength(1);
  expect((await rowOf(id)).attempts).toBeGreaterThan(1);
});

it('delivers once when the provider says "come back later" (E-02)', async () => {
  const to = nextAddress();
  smtp.become('greylist');
  const { id } = await enqueue({ to });
  await until('a try has failed', async () => (await rowOf(id)).last_error !== null);
  expect(await rowOf(id)).toMatchObject({ state: 'queued', last_error: 'EENVELOPE RCPT TO 450' });
  smtp.become('normal');
  await stateIs(id, 'sent');
  expect(mailsTo(to)).toHaveLength(1);
});

it.each<SmtpMood>(['late', 'slow'])(
  'delivers once, at the first try, when the server is %s',
  async (mood) => {
    const to = nextAddress();
    await smtp.refuse(); // what is open already was greeted in time
    await smtp.accept();
    smtp.become(mood);
    const { id } = await enqueue({ to });
    await stateIs(id, 'sent');
    smtp.become('normal');
    expect(mailsTo(to)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ attempts: 1 });
  },
);

it('gives up on a server that says nothing, and delivers once when it speaks (E-02)', async () => {
  const to = nextAddress();
  await smtp.refuse();
  await smtp.accept();
  smtp.become('silent');
  const { id } = await enqueue({ to });
  await until('the try is given up', async () => (await rowOf(id)).last_error !== null);
  smtp.become('normal');
  await stateIs(id, 'sent');
  expect(mailsTo(to)).toHaveLength(1);
});

it('repeats a mail under the same id when the server hung up after taking it (E-02)', async () => {
  const to = nextAddress();
  smtp.become('drop');
  const { id } = await enqueue({ to });
  await until('the server has dropped it', () => mailsTo(to).length > 0);
  smtp.become('normal');
  await stateIs(id, 'sent');
  const copies = mailsTo(to);
  expect(copies.length).toBeGreaterThan(1);
  expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
  expect(copies.map(({ recipients }) => recipients)).toEqual(copies.map(() => [to]));
  expect((await rowOf(id)).attempts).toBe(copies.length);
});

it('does not try again for a mailbox that does not exist', async () => {
  const to = nextAddress();
  smtp.become('unknown');
  const { id } = await enqueue({ to });
  await stateIs(id, 'failed');
  smtp.become('normal');
  expect(await rowOf(id)).toMatchObject({ attempts: 1, last_error: 'EENVELOPE RCPT TO 550' });
});

it('does not send a code that expired while the provider was down', async () => {
  const [expiring, lasting] = [nextAddress(), nextAddress()];
  await smtp.refuse();
  const { id } = await enqueue({ to: expiring, expiresAt: new Date(Date.now() + 1000) });
  const other = await enqueue({ to: lasting });
  await stateIs(id, 'expired');
  await smtp.accept();
  await stateIs(other.id, 'sent');
  expect(mailsTo(expiring)).toEqual([]);
  expect(mailsTo(lasting)).toHaveLength(1);
});

it('names one recipient for whatever address it takes (E-01)', async () => {
  const to = "o'brien+tag=x%y!z@example.org";
  await enqueue({ to });
  expect((await smtp.mailTo(to)).recipients).toEqual([to]);
});
