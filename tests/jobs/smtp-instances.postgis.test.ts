import { randomUUID } from 'node:crypto';
import knex from 'knex';
import type { Outbox } from '../../src/plugins/jobs/contract/outbox';
import { createKeyring } from '../../src/lib/keyring';
import { outboxRepository } from '../../src/plugins/jobs/server/repositories/outbox';
import { createMailSender } from '../../src/plugins/jobs/server/services/mail-sender';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createQueueRig } from '../support/queue-rig';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server';

let app: TestApp;
let smtp: TestSmtpServer;
const rig = createQueueRig(() => app.db);
const other = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { max: 5 } });

interface EmailService {
  send(message: object): Promise<unknown>;
}

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(process.env, {
    EMAIL_PROVIDER: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(smtp.port),
    MAIL_RETRY_SECONDS: '1',
  });
  app = await startApp();
});
afterAll(async () => {
  await rig.stopAll();
  await other.destroy();
  await app.stop();
  await smtp.close();
});

it('sends each of many mails once when two servers take them', async () => {
  const email = app.strapi.plugin('email').service<EmailService>('email');
  const takenByOther: string[] = [];
  const sender = createMailSender({
    db: other,
    rows: outboxRepository,
    keyring: createKeyring((process.env.JWT_SECRET ?? '').split(','), 'outbox'),
    deliver: async ({ id, to, subject, text, html }) => {
      takenByOther.push(id);
      await email.send({ to, subject, text, html });
    },
    hourlyLimit: 1000,
    log: { warn: () => undefined, error: () => undefined },
  });
  await rig.start(
    [
      {
        name: 'jobs.mail',
        concurrency: 5,
        run: (payload, signal) => sender.send((payload as { id: string }).id, signal),
      },
    ],
    { db: other },
  );
  const outbox = app.strapi.plugin('jobs').service<Outbox>('outbox');
  const subjects = Array.from({ length: 60 }, () => randomUUID());
  await app.db.transaction(async (trx) => {
    for (const subject of subjects) {
      await outbox.enqueue(trx, {
        kind: 'test',
        to: 'a@example.org',
        subject,
        text: 'a',
        html: 'a',
      });
    }
  });
  await until('all rows are sent', async () => {
    return (await app.db('jobs_outbox').where({ state: 'sent' })).length === subjects.length;
  });
  expect(smtp.mails.map(({ subject }) => subject).sort()).toEqual([...subjects].sort());
  expect(takenByOther.length).toBeGreaterThan(0);
  expect(takenByOther.length).toBeLessThan(subjects.length);
});
