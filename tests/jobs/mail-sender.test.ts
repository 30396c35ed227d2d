import { randomUUID } from 'node:crypto';
import { createKeyring } from '../../src/lib/keyring';
import { seal } from '../../src/lib/sealed';
import { JobPostponed } from '../../src/plugins/jobs/contract/queue';
import { outboxRepository } from '../../src/plugins/jobs/server/repositories/outbox';
import {
  createMailSender,
  type MailToDeliver,
} from '../../src/plugins/jobs/server/services/mail-sender';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => app.db('jobs_outbox').delete());

const keyring = createKeyring(['the secret of this test'], 'outbox');
const signal = new AbortController().signal;
const CONTENT = { to: 'jane@example.org', subject: 'Hi', text: 'secret words', html: '<p>' };

/** Rows without jobs, so that only the senders of the test see them. */
async function insertRow(expiresAt?: Date): Promise<string> {
  const id = randomUUID();
  const sealed = seal(keyring, id, JSON.stringify(CONTENT));
  await outboxRepository.insert(app.db, { id, kind: 'test', sealed, expiresAt });
  return id;
}

const rowOf = (id: string) =>
  app.db('jobs_outbox').where({ id }).first<Record<string, unknown> | undefined>();

interface SenderOptions {
  hourlyLimit?: number;
  deliver?: (mail: MailToDeliver) => Promise<void>;
  rows?: Partial<typeof outboxRepository>;
  secrets?: string[];
}

function makeSender({ hourlyLimit = 100, deliver, rows, secrets }: SenderOptions = {}) {
  const delivered: MailToDeliver[] = [];
  const lines: string[] = [];
  const sender = createMailSender({
    db: app.db,
    rows: { ...outboxRepository, ...rows },
    keyring: secrets ? createKeyring(secrets, 'outbox') : keyring,
    deliver: deliver ?? ((mail) => Promise.resolve(void delivered.push(mail))),
    hourlyLimit,
    log: { warn: (line) => lines.push(line), error: (line) => lines.push(line) },
  });
  return { delivered, lines, send: (id: string) => sender.send(id, signal) };
}

const refusal = (code: string, command: string, responseCode: number) => () =>
  Promise.reject(
    Object.assign(new Error('no, <jane@example.org>'), { code, command, responseCode }),
  );

it('lets one of many senders have a mail', async () => {
  const { send, delivered } = makeSender();
  const id = await insertRow();
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => send(id)));
  expect(delivered).toEqual([{ ...CONTENT, id, kind: 'test' }]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(JobPostponed);
  }
  expect(await rowOf(id)).toMatchObject({ state: 'sent', sealed: null, attempts: 1 });
  await send(id);
  expect(delivered).toHaveLength(1);
});

it('takes over from a sender that is silent for a minute, and not before', async () => {
  const { send, delivered } = makeSender();
  const id = await insertRow();
  const claim = (secondsAgo: number) =>
    app
      .db('jobs_outbox')
      .where({ id })
      .update({
        state: 'sending',
        attempts: 1,
        claimed_at: new Date(Date.now() - secondsAgo * 1000),
      });
  await claim(30);
  const waiting = send(id).catch((error: unknown) => error);
  expect(await waiting).toBeInstanceOf(JobPostponed);
  expect((await waiting) as JobPostponed).toMatchObject({ seconds: expect.closeTo(30, -1) });
  expect(delivered).toEqual([]);
  await claim(61);
  await send(id);
  expect(delivered).toHaveLength(1);
});

it('sends no more than the limit of an hour, also when all come at once', async () => {
  const { send, delivered, lines } = makeSender({ hourlyLimit: 3 });
  const ids = [];
  for (let i = 0; i < 8; i += 1) ids.push(await insertRow());
  await Promise.allSettled(ids.map(send));
  expect(delivered).toHaveLength(3);
  expect(lines).toEqual(['3 mails left within the hour (MAIL_HOURLY_LIMIT); more of them wait']);
  expect(await app.db('jobs_outbox').where({ state: 'queued', attempts: 0 })).toHaveLength(5);
  await app
    .db('jobs_outbox')
    .where({ state: 'sent' })
    .update({ sent_at: new Date(Date.now() - 3_601_000) });
  await Promise.allSettled(ids.map(send));
  expect(delivered).toHaveLength(6);
});

it('gives a mail up after six tries, and tells the log without naming anybody', async () => {
  const { send, lines } = makeSender({ deliver: refusal('EENVELOPE', 'RCPT TO', 450) });
  const id = await insertRow();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await expect(send(id)).rejects.toThrow(`Mail ${id} (test) was not sent: EENVELOPE RCPT TO 450`);
    expect(await rowOf(id)).toMatchObject({
      state: 'queued',
      attempts: attempt,
      last_error: 'EENVELOPE RCPT TO 450',
    });
  }
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: 6 });
  expect(lines).toEqual([`Mail ${id} (test) was given up after 6 tries: EENVELOPE RCPT TO 450`]);
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: 6 });
});

it('does not ask twice for a mailbox that does not exist', async () => {
  const { send } = makeSender({ deliver: refusal('EENVELOPE', 'RCPT TO', 550) });
  const id = await insertRow();
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: 1 });
});

it('insists on writing down that a mail was sent', async () => {
  let failures = 2;
  const markSent: typeof outboxRepository.markSent = (...args) => {
    failures -= 1;
    return failures >= 0 ? Promise.reject(new Error('away')) : outboxRepository.markSent(...args);
  };
  const { send, delivered } = makeSender({ rows: { markSent } });
  const id = await insertRow();
  await send(id);
  expect(delivered).toHaveLength(1);
  expect(await rowOf(id)).toMatchObject({ state: 'sent' });
});

it('opens what an older secret sealed, and not what a lost one did', async () => {
  const id = await insertRow();
  const lost = makeSender({ secrets: ['another secret'] });
  await expect(lost.send(id)).rejects.toThrow('None of the secrets opens this');
  const rotated = makeSender({ secrets: ['a newer secret', 'the secret of this test'] });
  await rotated.send(id);
  expect(rotated.delivered).toMatchObject([CONTENT]);
});

it('cleans up: what has expired is erased at once, the rest goes after a week or a month', async () => {
  const old = (days: number) => ({ created_at: new Date(Date.now() - days * 86_400_000) });
  const insert = async (columns: object, expiresAt?: Date) => {
    const id = await insertRow(expiresAt);
    await app.db('jobs_outbox').where({ id }).update(columns);
    return id;
  };
  const past = new Date(Date.now() - 1000);
  const sent = { state: 'sent', sealed: null };
  const kept = [
    await insert({ ...sent, ...old(6) }),
    await insert({ state: 'failed', ...old(29) }),
    await insert({ state: 'queued', ...old(1) }),
  ];
  const erased = [await insert({ state: 'queued' }, past), await insert({ state: 'failed' }, past)];
  await insert({ ...sent, ...old(8) });
  await insert({ state: 'expired', sealed: null, ...old(8) });
  await insert({ state: 'failed', ...old(31) });
  await outboxRepository.expireAll(app.db);
  expect(await outboxRepository.deleteOld(app.db)).toBe(3);
  const rows = await app
    .db<{ id: string; state: string; sealed: Buffer | null }>('jobs_outbox')
    .select('id', 'state', 'sealed');
  expect(rows.map(({ id }) => id).sort()).toEqual([...kept, ...erased].sort());
  for (const row of rows.filter(({ id }) => erased.includes(id))) expect(row.sealed).toBeNull();
  expect(rows.find(({ id }) => id === erased[0])?.state).toBe('expired');
  expect(rows.find(({ id }) => id === erased[1])?.state).toBe('failed');
});
