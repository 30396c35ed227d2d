import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/auth-calls';
import { until } from '../support/launcher-process';
import { allMailsSent } from '../support/mails';
import { makePerson } from '../support/people';
import { ask, newAddress } from '../support/sign-in-rig';
import { startSmtpServer, type ReceivedMail, type TestSmtpServer } from '../support/smtp-server';

/** Mails as a mail program gets them: sent through a real SMTP conversation, and parsed. */
const PASSWORD = 'Wer rettet die Riffe?';
const NEXT = 'tide pools at dawn';

let app: TestApp;
let smtp: TestSmtpServer;

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(process.env, {
    EMAIL_PROVIDER: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(smtp.port),
    DEFAULT_FROM_EMAIL: 'Shoal <shoal@example.org>',
    FRONTEND_BASE_URL: 'https://app.example.org',
    MAIL_RETRY_SECONDS: '1',
  });
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

const post = (path: string, body: object) => ask(app, `/auth/${path}`, { body });
const login = async (identifier: string, password: string) =>
  (await post('login', { identifier, password })).status;

/** What holds for every mail of an account. */
function expectMail(mail: ReceivedMail, to: string): void {
  expect(mail.recipients).toEqual([to]);
  expect(mail.to).toContain(to);
  expect(mail.from).toContain('shoal@example.org');
  expect(mail.headers.get('auto-submitted')).toContain('auto-generated');
  expect(mail.html).toContain('<html');
  const token = tokenOf(mail.link);
  expect(mail.html).toContain(token);
  expect(mail.subject).not.toContain(token);
}

it('signs in with the code of a mail, and with the link of another', async () => {
  const email = newAddress();
  const { body } = await post('magic-link', { email });
  const first = await smtp.mailTo(email);
  expectMail(first, email);
  expect(first.html).toContain(first.code);
  const { flowId } = body.data as { flowId: string };
  expect((await post('verify-otp', { flowId, code: first.code })).status).toBe(200);

  const other = newAddress();
  await post('magic-link', { email: other });
  const { link } = await smtp.mailTo(other);
  expect((await post('verify', { token: tokenOf(link), confirm: true })).status).toBe(200);
});

it('verifies a registration with the link of its mail', async () => {
  const email = newAddress();
  expect((await post('register', { email, password: PASSWORD })).status).toBe(202);
  const mail = await smtp.mailTo(email);
  expectMail(mail, email);
  expect((await post('verify-email', { token: tokenOf(mail.link) })).status).toBe(200);
  expect(await login(email, PASSWORD)).toBe(200);
});

it('sets a password with the link of a reset', async () => {
  const { email } = await makePerson(app);
  expect((await post('password-reset', { email })).status).toBe(202);
  const mail = await smtp.mailTo(email);
  expectMail(mail, email);
  const token = tokenOf(mail.link);
  expect((await post('password-reset/confirm', { token, password: NEXT })).status).toBe(200);
  expect(await login(email, NEXT)).toBe(200);
});

it('takes requests while the provider is down, and sends each mail once when it is back', async () => {
  await smtp.refuse();
  const { email: known } = await makePerson(app);
  const [asked, registered] = [newAddress(), newAddress()];
  const statuses = [
    (await post('magic-link', { email: asked })).status,
    (await post('register', { email: registered, password: PASSWORD })).status,
    (await post('password-reset', { email: known })).status,
  ];
  expect(statuses).toEqual([202, 202, 202]);
  const tried = () => app.db('jobs_outbox').where('state', 'queued').where('attempts', '>', 0);
  await until('each mail was tried in vain', async () => (await tried()).length === 3);
  await smtp.accept();
  for (const email of [asked, registered, known]) await smtp.mailTo(email, 60_000);
  await allMailsSent(app);
  const count = (email: string) =>
    smtp.mails.filter(({ recipients }) => recipients.includes(email)).length;
  expect([asked, registered, known].map(count)).toEqual([1, 1, 1]);
  const { link } = await smtp.mailTo(asked);
  expect((await post('verify', { token: tokenOf(link), confirm: true })).status).toBe(200);
});
