import type { Knex } from 'knex';
import type { AccountStatus } from '../../contract/principal';

/** An account, as far as passwords and addresses go. */
export interface PasswordAccount {
  userId: number;
  documentId: string;
  email: string;
  username: string;
  status: AccountStatus;
  /** Null where people sign in by link only. */
  passwordHash: string | null;
}

interface Row {
  id: number;
  document_id: string;
  email: string;
  username: string;
  account_status: AccountStatus;
  password: string | null;
}

/** Strapi keeps moments without a zone, in UTC. */
const UTC_NOW = `now() at time zone 'utc'`;

const toAccount = (row: Row): PasswordAccount => ({
  userId: row.id,
  documentId: row.document_id,
  email: row.email,
  username: row.username,
  status: row.account_status,
  passwordHash: row.password,
});

async function findOne(
  db: Knex,
  sql: string,
  bindings: Record<string, string | number>,
): Promise<PasswordAccount | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(sql, bindings);
  return rows[0] ? toAccount(rows[0]) : null;
}

/** SQL of passwords and addresses. The database ends the sessions of whoever gets a new one. */
export const passwordAccountRepository = {
  /** Relies on accounts_users_email_key. */
  findByEmail: (db: Knex, email: string) =>
    findOne(
      db,
      `select id, document_id, email, username, account_status, password
         from up_users
        where lower(email) = lower(:email)`,
      { email },
    ),

  /** Relies on accounts_users_username_key. */
  findByUsername: (db: Knex, username: string) =>
    findOne(
      db,
      `select id, document_id, email, username, account_status, password
         from up_users
        where lower(username) = lower(:username)`,
      { username },
    ),

  /** By id, as it was before this statement: for a first look without waiting for others. */
  findById: (db: Knex, userId: number) =>
    findOne(
      db,
      `select id, document_id, email, username, account_status, password
         from up_users
        where id = :userId`,
      { userId },
    ),

  /** Waits for whoever else changes the account, and lets nobody else change it until the end. */
  lock: (trx: Knex.Transaction, userId: number) =>
    findOne(
      trx,
      `select id, document_id, email, username, account_status, password
         from up_users
        where id = :userId
          for no key update`,
      { userId },
    ),

  /** The database ends all sessions of the account. */
  async setPassword(trx: Knex.Transaction, userId: number, hash: string | null): Promise<void> {
    await trx.raw(
      `update up_users
          set password = :hash, updated_at = ${UTC_NOW}
        where id = :userId`,
      { userId, hash },
    );
  },

  /** The same password under a new hash: what is set with it tells the database to end no session. */
  async upgradePassword(trx: Knex.Transaction, userId: number, hash: string): Promise<void> {
    await trx.raw(
      `update up_users
          set password = :hash, password_upgraded_at = clock_timestamp() at time zone 'utc'
        where id = :userId`,
      { userId, hash },
    );
  },

  /**
   * The database ends all sessions of the account.
   * @returns false when another account has the address; relies on accounts_users_email_key.
   */
  async setProvenEmail(trx: Knex.Transaction, userId: number, email: string): Promise<boolean> {
    try {
      await trx.raw(
        `update up_users
            set email = :email, email_verified_at = ${UTC_NOW}, updated_at = ${UTC_NOW}
          where id = :userId`,
        { userId, email },
      );
      return true;
    } catch (error) {
      if (isDuplicateEmail(error)) return false;
      throw error;
    }
  },
};

export type PasswordAccountRepository = typeof passwordAccountRepository;

/** PostgreSQL's word for a row that a unique index refused. */
const isDuplicateEmail = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23505' &&
  'constraint' in error &&
  error.constraint === 'accounts_users_email_key';
