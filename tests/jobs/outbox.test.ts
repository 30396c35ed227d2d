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
  subject: 'Sign in to <Shoal>',
  text: 'https://shoal.example.org/sign-in?a=1&b=2#token=abc\n\n042917\n',
  html: '<p class="text">042917</p>',
};

const outbox = () => app.strapi.plugin('jobs').service<Outbox>('outbox');
const enqueue = (mail: Partial<OutgoingMail> = {}) =>
  app.db.transaction((trx) => outbox().enqueue(trx, { ...MAIL, ...mail }));
const rowOf = (id: string) =>
  app.db('jobs_outbox').where({ id }).first<Record<string, unknown> | undefined>();

it('sends a mail as soon as it is committed, without waiting for a look at the queue', async () => {
  const begun = performance.now();
  for (let count = 0; count < 5; count += 1) {
    const to = `jane.${count}@example.org`;
    const { id } = await enqueue({ to });
    const mail = await lastMailTo(app, to);
    expect(mail).toMatchObject({ id, subject: MAIL.subject, text: MAIL.text, code: '042917' });
  }
  // The queue is looked at every two seconds at the most: the second to fifth would wait that long.
  expect(performance.now() - begun).toBeLessThan(6000);
});

it('keeps what a mail says encrypted until it was sent, and erases it then', async () => {
  const id = await app.db.transaction(async (trx) => {
    const made = await outbox().enqueue(trx, MAIL);
    const waiting = await trx('jobs_outbox').where(made).first<Record<string, unknown>>();
    const stored = JSON.stringify(waiting) + String(waiting?.sealed);
    expect(waiting).toMatchObject({ kind: 'sign-in', state: 'queued', attempts: 0 });
    expect((waiting?.sealed as Buffer).length).toBeGreaterThan(100);
    for (const secret of [TO, '042917', 'token=abc']) expect(stored).not.toContain(secret);
    const { rows } = await trx.raw<{ rows: { payload: string }[] }>(
      `select cast(data as text) as payload from jobs.job
        where name = 'jobs.mail' and state = 'created'`,
    );
    expect(rows.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([made]);
    return made.id;
  });
  await allMailsSent(app);
  expect(await rowOf(id)).toMatchObject({
    state: 'sent',
    sealed: null,
    attempts: 1,
    last_error: null,
    claimed_at: null,
    sent_at: expect.anything(),
  });
});

it('sends nothing when the transaction is rolled back', async () => {
  const to = 'nobody@example.org';
  const failing = app.db.transaction(async (trx) => {
    await outbox().enqueue(trx, { ...MAIL, to });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await enqueue({ to: 'after@example.org' });
  await lastMailTo(app, 'after@example.org');
  expect(mailsTo(app, to)).toEqual([]);
});

it('does not send what has expired, and erases it', async () => {
  const { id } = await enqueue({ to: 'late@example.org', expiresAt: new Date(Date.now() - 1) });
  await allMailsSent(app);
  expect(await rowOf(id)).toMatchObject({ state: 'expired', sealed: null, attempts: 0 });
  expect(mailsTo(app, 'late@example.org')).toEqual([]);
});

it('takes no address that is more than one, and no second line of a subject', async () => {
  const before = await app.db('jobs_outbox').count();
  for (const wrong of [
    { to: '"a@evil.example x"@example.org' },
    { to: 'a@example.org, b@evil.example' },
    { to: 'a@example.org\r\nBcc: b@evil.example' },
    { subject: 'Hello\r\nBcc: b@evil.example' },
  ]) {
    await expect(enqueue(wrong)).rejects.toThrow('This mail cannot be sent');
  }
  expect(await app.db('jobs_outbox').count()).toEqual(before);
});

describe("the developer's page", () => {
  const get = (path: string) => fetch(`${app.url}${path}`);

  it('lists the last mails, newest first', async () => {
    await enqueue({ to: 'first@example.org' });
    await lastMailTo(app, 'first@example.org');
    await enqueue({ to: 'second@example.org' });
    await lastMailTo(app, 'second@example.org');
    const answer = await get('/dev/mails');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    expect(page.indexOf('second@example.org')).toBeLessThan(page.indexOf('first@example.org'));
    expect(page).toContain('Sign in to &lt;Shoal&gt;');
  });

  it('shows one with links that work, and its HTML in a frame that may do nothing', async () => {
    const { id } = await lastMailTo(app, TO);
    const answer = await get(`/dev/mails/${id}`);
    const page = await answer.text();
    expect(page).toContain('href="https://shoal.example.org/sign-in?a=1&amp;b=2#token=abc"');
    expect(page).toContain('<iframe sandbox');
    expect(page).toContain('srcdoc="&lt;p class=&quot;text&quot;&gt;042917&lt;/p&gt;"');
    expect(page).not.toMatch(/<script|<img|src=/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('knows no mail that is not there', async () => {
    expect((await get('/dev/mails/nothing')).status).toBe(404);
    expect((await get('/dev/mails/..%2f..%2fpackage.json')).status).toBe(404);
  });
});
