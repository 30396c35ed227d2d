import type { Knex } from 'knex';
import type { Keyring } from '../../../../lib/keyring';
import { seal } from '../../../../lib/sealed';
import type { Outbox } from '../../contract/outbox';
import { contentOf } from '../domain/mail';
import type { OutboxRepository } from '../repositories/outbox';

/** The job that sends one mail; its payload is the id of the row and nothing else. */
export const MAIL_JOB = 'jobs.mail';

interface OutboxParts {
  rows: Pick<OutboxRepository, 'insert'>;
  keyring: Keyring;
  makeId: () => string;
  send: (trx: Knex.Transaction, name: string, payload: object) => Promise<void>;
}

export const createOutboxService = ({ rows, keyring, makeId, send }: OutboxParts): Outbox => ({
  async enqueue(trx, mail) {
    const id = makeId();
    const sealed = seal(keyring, id, JSON.stringify(contentOf(mail)));
    await rows.insert(trx, { id, kind: mail.kind, sealed, expiresAt: mail.expiresAt });
    await send(trx, MAIL_JOB, { id });
    return { id };
  },
});
