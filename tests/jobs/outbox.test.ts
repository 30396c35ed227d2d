import type { Outbox, OutgoingMail } from '../../src/plugins/jobs/contract/outbox';
import { startApp, type TestApp } from '../support/app';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const TO = 'jane@example.org';
const MAIL: OutgoingMail = {
  kind: 'sign-in',
  to: TO,
  subject: 'Sign in to Shoal',
  text: 'https://shoal.example.org/sign-in#token=abc\n\n042917\n',
  html: '<p>042917</p>',
};

const outbox = () => app.strapi.plugin('jobs').service<Outbox>('outbox');
const enqueue = (mail: Partial<OutgoingMail> = {}) =>
  app.db.transaction((trx) => outbox().enqueue(trx, { ...MAIL, ...mail }));

it('sends a mail within half a second of the commit', async () => {
  const begun = performance.now();
  const { id } = await enqueue();
  const mail = await lastMailTo(app, TO);
  expect(mail).toMatchObject({ id, subject: MAIL.subject, text: MAIL.text, code: '042917' });
  expect(performance.now() - begun).toBeLessThan(500);
});
