import type { Outbox } from '../../src/plugins/jobs/contract/outbox';
import { startApp, type TestApp } from '../support/app';
import { allMailsSent, mailsTo } from '../support/mails';

let app: TestApp;
let output = '';

beforeAll(async () => {
  Object.assign(process.env, {
    SHOAL_PROFILE: 'production',
    PUBLIC_URL: 'https://shoal.example.org',
    EMAIL_PROVIDER: 'console',
    LOG_LEVEL: 'debug',
  });
  // The log writes to the stream of the test runner's console, and mails would be printed past it.
  const { _stdout: log } = console as unknown as { _stdout: NodeJS.WritableStream };
  const keep = (text: unknown) => {
    output += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(log, 'write').mockImplementation(keep);
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  jest.restoreAllMocks();
});

it('says at boot that nobody gets mail', () => {
  expect(output).toContain('EMAIL_PROVIDER is console: no mail leaves this server');
});

it('shows no mail to anybody, neither on a page nor in its log', async () => {
  const outbox = app.strapi.plugin('jobs').service<Outbox>('outbox');
  const mail = { kind: 'test', subject: 'Salmon', text: 'code 042917', html: '<p>042917</p>' };
  await app.db.transaction((trx) => outbox.enqueue(trx, { ...mail, to: 'jane@example.org' }));
  await allMailsSent(app);
  expect(mailsTo(app, 'jane@example.org')).toEqual([]);
  for (const path of ['/dev/mails', '/dev/mails/1']) {
    expect((await fetch(`${app.url}${path}`)).status).toBe(404);
  }
  for (const secret of ['042917', 'Salmon', 'jane@example.org']) {
    expect(output).not.toContain(secret);
  }
});
