import type { Knex } from 'knex';
import type { AccountStatus } from '../../contract/principal';

/** An account, as far as signing in goes. */
export interface Account {
  userId: number;
  documentId: string;
  email: string;
  username: string;
  status: AccountStatus;
  hasPassword: boolean;
  /** Whether its address was proven at any time. */
  isProven: boolean;
}

export interface NewAccount {
  documentId: string;
  username: string;
  email: string;
  status: AccountStatus;
  /** Type of the role it gets. */
  role: string;
}

/** What the first proof of an address makes of an account. */
export interface Activation {
  userId: number;
  /** Null for an account without a password. */
  passwordHash: string | null;
  username: string;
}

/** An account as its own person sees it. Moments are ISO 8601. */
export interface OwnAccount {
  id: string;
  email: string;
  username: string;
  role: string;
  track: string | null;
  status: AccountStatus;
  emailVerifiedAt: string | null;
  createdAt: string;
}

interface AccountRow {
  id: number;
  document_id: string;
  email: string;
  username: string;
  account_status: AccountStatus;
  has_password: boolean;
  is_proven: boolean;
}

const COLUMNS = `id, document_id, email, username, account_status,
  password is not null as has_password, email_verified_at is not null as is_proven`;
/** Strapi keeps moments without a zone, in UTC. */
const UTC_NOW = `now() at time zone 'utc'`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const toAccount = (row: AccountRow | undefined): Account | null =>
  row
    ? {
        userId: row.id,
        documentId: row.document_id,
        email: row.email,
        username: row.username,
        status: row.account_status,
        hasPassword: row.has_password,
        isProven: row.is_proven,
      }
    : null;

/** PostgreSQL's word for a row that the index of usernames refused. */
const isTakenName = (error: unknown): boolean =>
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === 'accounts_users_username_key';

export const userRows = {
  /** Relies on accounts_users_email_key. */
  async findByEmail(db: Knex, email: string): Promise<Account | null> {
    const { rows } = await db.raw<{ rows: AccountRow[] }>(
      `select ${COLUMNS} from up_users where lower(email) = :email`,
      { email },
    );
    return toAccount(rows[0]);
  },

  /** Until the transaction ends nobody else changes this account. Relies on accounts_users_email_key. */
  async lockByEmail(trx: Knex, email: string): Promise<Account | null> {
    const { rows } = await trx.raw<{ rows: AccountRow[] }>(
      `select ${COLUMNS} from up_users where lower(email) = :email for no key update`,
      { email },
    );
    return toAccount(rows[0]);
  },

  /** Relies on accounts_users_username_key. */
  async isUsernameTaken(db: Knex, username: string): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      'select 1 from up_users where lower(username) = lower(:username)',
      { username },
    );
    return rows.length > 0;
  },

  /**
   * Makes an account with its role. Both unique indexes decide: of any number at once for an address
   * one is made.
   * @returns null when the address or the name is taken.
   * @throws Error when there is no such role.
   */
  async insert(trx: Knex, account: NewAccount): Promise<Account | null> {
    const { rows } = await trx.raw<{ rows: (AccountRow & { has_role: boolean })[] }>(
      `with made as (
         insert into up_users
           (document_id, username, email, provider, account_status, email_verified_at,
            created_at, updated_at, published_at)
         values
           (:documentId, :username, :email, 'local', :status,
            case when :status = 'active' then ${UTC_NOW} end, ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW})
         on conflict do nothing
         returning ${COLUMNS}
       ), linked as (
         insert into up_users_role_lnk (user_id, role_id)
         select made.id, role.id from made cross join up_roles as role where role.type = :role
         returning role_id
       )
       select made.*, exists (select 1 from linked) as has_role from made`,
      { ...account },
    );
    const [row] = rows;
    if (row && !row.has_role) throw new Error(`There is no role "${account.role}" for new people`);
    return toAccount(row);
  },

  /** @throws unique_violation (23505) when the name was taken meanwhile. */
  async activate(trx: Knex, activation: Activation): Promise<void> {
    await trx.raw(
      `update up_users
          set account_status = 'active', password = :passwordHash, username = :username,
              email_verified_at = coalesce(email_verified_at, ${UTC_NOW}), updated_at = ${UTC_NOW}
        where id = :userId`,
      { ...activation },
    );
  },

  /** For whom staff added in the panel without a role. Relies on the index of the role link by user. */
  async ensureRole(trx: Knex, { userId, role }: { userId: number; role: string }): Promise<void> {
    await trx.raw(
      `insert into up_users_role_lnk (user_id, role_id)
       select :userId, role.id
         from up_roles as role
        where role.type = :role
          and not exists (select 1 from up_users_role_lnk where user_id = :userId)`,
      { userId, role },
    );
  },

  /** For an account that was proven before and is to be proven again: nothing of it changes. */
  async reactivate(trx: Knex, userId: number): Promise<void> {
    await trx.raw(
      `update up_users
          set account_status = 'active', updated_at = ${UTC_NOW}
        where id = :userId`,
      { userId },
    );
  },

  /** For an account that somebody made active before its address was proven. */
  async noteProof(trx: Knex, userId: number): Promise<void> {
    await trx.raw(
      `update up_users
          set email_verified_at = coalesce(email_verified_at, ${UTC_NOW})
        where id = :userId`,
      { userId },
    );
  },

  /** Until the transaction ends nobody else changes this account. */
  async lock(trx: Knex, userId: number): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      'select 1 from up_users where id = :userId for no key update',
      { userId },
    );
    return rows.length > 0;
  },

  /** @returns false when somebody else has the name, also by a moment. The transaction is over then. */
  async rename(
    trx: Knex,
    { userId, username }: { userId: number; username: string },
  ): Promise<boolean> {
    try {
      await trx.raw(
        `update up_users set username = :username, updated_at = ${UTC_NOW} where id = :userId`,
        { userId, username },
      );
      return true;
    } catch (error) {
      if (isTakenName(error)) return false;
      throw error;
    }
  },

  async readOwn(db: Knex, userId: number): Promise<OwnAccount | null> {
    const { rows } = await db.raw<{ rows: OwnAccount[] }>(
      `select account.document_id as id, account.email, account.username, role.type as role,
              account.track, account.account_status as status,
              to_char(account.email_verified_at, ${ISO}) as "emailVerifiedAt",
              to_char(account.created_at, ${ISO}) as "createdAt"
         from up_users as account
         left join up_users_role_lnk as link on link.user_id = account.id
         left join up_roles as role on role.id = link.role_id
        where account.id = :userId`,
      { userId },
    );
    return rows[0] ?? null;
  },
};

export type UserRows = typeof userRows;
