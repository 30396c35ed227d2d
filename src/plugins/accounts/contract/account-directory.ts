import type { Knex } from 'knex';
import type { ActingPerson } from './acting-person';
import type { AccountStatus } from './principal';

/** How many accounts one call of `importAccounts` takes. */
export const MOST_IMPORTED_AT_ONCE = 500;

export interface AccountKey {
  userId: number;
  documentId: string;
}

export interface AccountToCreate {
  /** In its one spelling. */
  email: string;
  /** Derived from the address when left out. */
  username?: string | undefined;
  /** The one of new people when left out. */
  role?: string | undefined;
  track?: string | null | undefined;
  /** Whoever makes an account active vouches for its address. */
  status: 'active' | 'pending';
  /** Sends the mail that invites. */
  invite: boolean;
}

/** What is left out stays as it is. */
export interface AccountChanges {
  email?: string | undefined;
  username?: string | undefined;
  role?: string | undefined;
  track?: string | null | undefined;
  status?: AccountStatus | undefined;
  isProtected?: boolean | undefined;
}

/** An account of another system, or of a table that somebody keeps. */
export interface ImportedAccount {
  /** Where it stands in what is imported; comes back with what became of it. */
  row: number;
  email: string;
  username?: string;
  /** Type of a users-permissions role. */
  role: string;
  track: string | null;
  status: AccountStatus;
  /** argon2id, bcrypt, or Django's pbkdf2_sha256; null for who signs in by mail. */
  passwordHash: string | null;
}

export interface ImportedOutcome {
  row: number;
  /** Null for what was refused. */
  userId: number | null;
  outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  /** Why it was refused, or what of it was left out (`password-kept`, `password-left-out`). */
  code?: string;
  message?: string;
}

/**
 * Service `accountDirectory` of the accounts plugin: what administrators do to accounts through the
 * API. Each method works within the caller's transaction, records its security events there, and
 * makes this server forget what it remembered about the person once that commits.
 *
 * A protected account keeps its role, its access and its address, and so does the one that acts;
 * one active administrator always stays.
 */
export interface AccountDirectory {
  /** Nobody else changes the account before the transaction ends. @throws Problem `not-found`. */
  hold(trx: Knex.Transaction, documentId: string): Promise<AccountKey>;
  /** @throws Problem `email-taken`, `username-taken`, `validation-failed` for an unknown role. */
  create(trx: Knex.Transaction, account: AccountToCreate, by: ActingPerson): Promise<AccountKey>;
  /**
   * @throws Problem `not-found`, `email-taken`, `username-taken`, `own-account`,
   * `protected-account`, `last-admin`, `validation-failed` for an unknown role.
   */
  change(
    trx: Knex.Transaction,
    documentId: string,
    request: { changes: AccountChanges; by: ActingPerson },
  ): Promise<AccountKey>;
  /** @throws Problem `not-found`, `own-account`, `protected-account`, `last-admin`. */
  remove(trx: Knex.Transaction, documentId: string, by: ActingPerson): Promise<void>;
  /**
   * Makes and changes up to 500 accounts by their address, and says of each what became of it; one
   * that is refused stops no other. The number of statements does not depend on how many there are,
   * but for the mails of those who are invited. An account that exists keeps its password.
   */
  importAccounts(
    trx: Knex.Transaction,
    accounts: readonly ImportedAccount[],
    by: ActingPerson & { invite: boolean },
  ): Promise<ImportedOutcome[]>;
}
