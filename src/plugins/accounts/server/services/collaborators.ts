import type { Knex } from 'knex';
import type { RequestOrigin } from '../../contract/request-origin';

/** What passwords and addresses need of sessions. */
export interface SessionStarter<Started> {
  start(
    trx: Knex.Transaction,
    sign: { userId: number; method: 'password' | 'password-change'; origin: RequestOrigin },
  ): Promise<Started>;
}
export interface SessionEnder {
  endAll(trx: Knex.Transaction, all: { userId: number; reason: 'email-changed' }): Promise<number>;
  /** After the commit: this instance sees at once what the others see within seconds. */
  forgetCached(userId: number): void;
}

export type MailedPurpose = 'password-reset' | 'email-change' | 'email-change-undo';

/** A mail that was asked for, as far as its link proves something here. */
export interface MailedProof {
  /** The address of the account when it was asked for. */
  email: string;
  userId: number | null;
  details: Record<string, unknown>;
}

/** What passwords and addresses need of flows. */
export interface MailedProofs {
  open(
    trx: Knex.Transaction,
    flow: {
      purpose: MailedPurpose;
      email: string;
      userId: number | null;
      details?: Record<string, unknown>;
      origin: RequestOrigin;
      withCode: boolean;
      lifeSeconds: number;
    },
  ): Promise<{ linkToken: string }>;
  /** A look at what is live; proves nothing and uses nothing up. */
  findByToken(
    db: Knex,
    proof: { purpose: MailedPurpose; token: string },
  ): Promise<MailedProof | null>;
  /** Of several at once, one gets it. */
  consumeByToken(
    trx: Knex.Transaction,
    proof: { purpose: MailedPurpose; token: string },
  ): Promise<MailedProof | null>;
  retireFor(
    trx: Knex.Transaction,
    all: { userId: number; purposes?: readonly string[] },
  ): Promise<unknown>;
}

/** What sign-in needs of registration. */
export interface VerificationMails {
  /** A fresh mail to an account whose address is not proven; nothing for any other. */
  resend(request: { email: string; origin: RequestOrigin }): Promise<unknown>;
}
