import type { Knex } from 'knex';

/** One mail, ready to be sent. */
export interface OutgoingMail {
  /** What it is about, such as `sign-in`; for people who look at the outbox. */
  kind: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** A secret in it is worth nothing afterwards, so it is not sent later. */
  expiresAt?: Date;
}

/** Service `outbox` of the jobs plugin. */
export interface Outbox {
  /**
   * Writes the mail and its job in the caller's transaction: it leaves once, and only if that
   * commits. What it says is kept encrypted until it was sent, and erased then.
   */
  enqueue(trx: Knex.Transaction, mail: OutgoingMail): Promise<{ id: string }>;
}
