import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Keyring } from '../../../../lib/keyring';
import { unseal } from '../../../../lib/sealed';
import { JobPostponed } from '../../contract/queue';
import { type MailContent, mailContent } from '../domain/mail';
import { describeMailFailure, isUnknownRecipient } from '../domain/mail-failure';
import { type Claim, type OutboxRepository, SENDER_SILENT_SECONDS } from '../repositories/outbox';

/** The first try and five more. */
export const MAIL_TRIES = 6;
/** A mail that waits for a place within the hour is looked at again at least so often. */
const LONGEST_LIMIT_WAIT_SECONDS = 300;
const LIMIT_WARNING_EVERY_MS = 300_000;
/** For how long to insist on writing down that a mail was sent: forgotten, it would go out again. */
const INSIST_TRIES = 60;
const INSIST_PAUSE_MS = 1000;

export interface MailToDeliver extends MailContent {
  id: string;
  kind: string;
}

interface MailSenderParts {
  db: Knex;
  rows: OutboxRepository;
  keyring: Keyring;
  /** Rejects when the mail was not taken. */
  deliver: (mail: MailToDeliver) => Promise<void>;
  hourlyLimit: number;
  log: { warn(message: string): void; error(message: string): void };
}

export interface MailSender {
  /**
   * Sends one mail of the outbox, if it is still to be sent.
   * @throws JobPostponed when another sender has it or the hour is full; Error when sending failed.
   */
  send(id: string, signal: AbortSignal): Promise<void>;
}

interface Claimed {
  kind: string;
  attempt: number;
  sealed: Buffer;
}

/** The same failure without the words of the server, which may name people. */
class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

export function createMailSender(parts: MailSenderParts): MailSender {
  const { db, rows, keyring, deliver, hourlyLimit, log } = parts;
  let warnedAt = -Infinity;

  /** Waits for a place within the hour. */
  function postpone(freeInSeconds: number): never {
    if (performance.now() - warnedAt > LIMIT_WARNING_EVERY_MS) {
      warnedAt = performance.now();
      log.warn(`${hourlyLimit} mails left within the hour (MAIL_HOURLY_LIMIT); more of them wait`);
    }
    const seconds = Math.min(Math.max(freeInSeconds, 1), LONGEST_LIMIT_WAIT_SECONDS);
    throw new JobPostponed(Math.ceil(seconds));
  }

  /** One transaction, so that two senders cannot both take the last place of the hour. */
  const claim = (id: string): Promise<Claimed | undefined> =>
    db.transaction(async (trx) => {
      await rows.takeTurn(trx);
      const row = await rows.find(trx, id);
      if (!row?.sealed || row.isExpired || row.state === 'failed') return undefined;
      if (row.state === 'sending' && (row.secondsClaimed ?? 0) > 0) {
        throw new JobPostponed(Math.ceil(row.secondsClaimed ?? 0));
      }
      const used = await rows.countWithinHour(trx);
      if (used.count >= hourlyLimit) postpone(used.freeInSeconds);
      const attempt = await rows.claim(trx, id);
      return attempt === undefined
        ? undefined
        : { kind: row.kind, attempt, sealed: Buffer.from(row.sealed) };
    });

  async function deliverClaimed(id: string, { kind, attempt, sealed }: Claimed): Promise<void> {
    const showLife = setInterval(
      () => void rows.showLife(db, { id, attempt }).catch(() => undefined), // the next one does
      (SENDER_SILENT_SECONDS / 3) * 1000,
    );
    try {
      const content = mailContent.parse(JSON.parse(unseal(keyring, id, sealed)));
      await deliver({ id, kind, ...content });
    } finally {
      clearInterval(showLife);
    }
  }

  async function insistOnSent(claimed: Claim, signal: AbortSignal): Promise<void> {
    for (let left = INSIST_TRIES; ; left -= 1) {
      try {
        await rows.markSent(db, claimed);
        return;
      } catch (error) {
        if (left === 0 || signal.aborted) throw error;
        await sleep(INSIST_PAUSE_MS, undefined, { signal });
      }
    }
  }

  return {
    async send(id, signal) {
      const claimed = await claim(id);
      if (!claimed) {
        await rows.expire(db, id);
        return;
      }
      const { kind, attempt } = claimed;
      try {
        await deliverClaimed(id, claimed);
      } catch (error) {
        const reason = describeMailFailure(error);
        if (attempt >= MAIL_TRIES || isUnknownRecipient(error)) {
          await rows.markFailed(db, { id, attempt }, reason);
          log.error(`Mail ${id} (${kind}) was given up after ${attempt} tries: ${reason}`);
          return;
        }
        await rows.markTried(db, { id, attempt }, reason);
        throw new MailNotSent(`Mail ${id} (${kind}) was not sent: ${reason}`);
      }
      await insistOnSent({ id, attempt }, signal);
    },
  };
}
