import type { Knex } from 'knex';
import type { AccountStatus } from '../../contract/principal';
import type { AccountState } from '../domain/account-state';

const UTC_NOW = `now() at time zone 'utc'`;

export interface InsertedAccount {
  documentId: string;
  email: string;
  username: string;
  passwordHash: string | null;
  role: string;
  track: string | null;
  status: AccountStatus;
}

interface AccountNames {
  userId: number;
  username: string;
}

/** Statements of an import; each does its work for all accounts of a page at once. */
export const accountImportRows = {
  /** In one order, so that two imports at once do not wait for each other. */
  async lockByEmail(trx: Knex, emails: readonly string[]): Promise<AccountState[]> {
    const { rows } = await trx.raw<{ rows: AccountState[] }>(
      `select account.id as "userId", account.document_id as "documentId", account.username,
              lower(account.email) as email, account.account_status as status, role.type as role,
              account.track, account.email_verified_at is not null as "isAddressProven",
              account.password is not null as "hasPassword",
              coalesce(account.is_protected, false) as "isProtected"
         from up_users as account
         left join up_users_role_lnk as link on link.user_id = account.id
         left join up_roles as role on role.id = link.role_id
        where lower(account.email) = any(:emails)
        order by account.id
          for update of account`,
      { emails: [...emails] },
    );
    return rows;
  },

  /** Roles that an account can be given. */
  async findRoles(trx: Knex): Promise<string[]> {
    const { rows } = await trx.raw<{ rows: { type: string }[] }>(
      `select type from up_roles where type <> 'public'`,
    );
    return rows.map(({ type }) => type);
  },

  /** Relies on accounts_users_username_key. */
  async findByUsername(trx: Knex, usernames: readonly string[]): Promise<AccountNames[]> {
    const { rows } = await trx.raw<{ rows: AccountNames[] }>(
      `select id as "userId", username from up_users where lower(username) = any(:names)`,
      { names: usernames.map((name) => name.toLowerCase()) },
    );
    return rows;
  },

  /** Makes accounts with their roles. One whose address or name is taken meanwhile is left out. */
  async insert(
    trx: Knex,
    accounts: readonly InsertedAccount[],
  ): Promise<{ userId: number; documentId: string }[]> {
    const { rows } = await trx.raw<{ rows: { userId: number; documentId: string }[] }>(
      `with given as (
         select *
           from jsonb_to_recordset(cast(:accounts as jsonb)) as given
                ("documentId" text, email text, username text, "passwordHash" text, role text,
                 track text, status text)
       ), made as (
         insert into up_users
           (document_id, username, email, password, provider, account_status, track,
            email_verified_at, created_at, updated_at, published_at)
         select "documentId", username, email, "passwordHash", 'local', status, track,
                case when status = 'active' then ${UTC_NOW} end, ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW}
           from given
         on conflict do nothing
         returning id, document_id
       ), linked as (
         insert into up_users_role_lnk (user_id, role_id)
         select made.id, (select min(id) from up_roles where type = given.role)
           from made
           join given on given."documentId" = made.document_id
       )
       select id as "userId", document_id as "documentId" from made`,
      { accounts: JSON.stringify(accounts) },
    );
    return rows;
  },

  /** Triggers of the table end sessions and keep Strapi's own two flags in step. */
  async update(trx: Knex, accounts: readonly AccountState[]): Promise<void> {
    await trx.raw(
      `update up_users as account
          set username = given.username, account_status = given.status, track = given.track,
              email_verified_at = case
                when given."isAddressProven" then coalesce(account.email_verified_at, ${UTC_NOW})
                else account.email_verified_at
              end,
              updated_at = ${UTC_NOW}
         from jsonb_to_recordset(cast(:accounts as jsonb)) as given
              ("userId" integer, username text, status text, track text, "isAddressProven" boolean)
        where account.id = given."userId"`,
      { accounts: JSON.stringify(accounts) },
    );
  },

  async takeRoles(trx: Knex, userIds: readonly number[]): Promise<void> {
    await trx.raw('delete from up_users_role_lnk where user_id = any(:userIds)', {
      userIds: [...userIds],
    });
  },

  async giveRoles(trx: Knex, accounts: readonly AccountState[]): Promise<void> {
    await trx.raw(
      `insert into up_users_role_lnk (user_id, role_id)
       select given."userId", (select min(id) from up_roles where type = given.role)
         from jsonb_to_recordset(cast(:accounts as jsonb)) as given ("userId" integer, role text)`,
      { accounts: JSON.stringify(accounts) },
    );
  },

  /** Takes back what accounts have asked for by mail. */
  async retireFlows(trx: Knex, accounts: readonly AccountState[]): Promise<void> {
    await trx.raw(
      `update accounts_flows
          set retired_at = now(), details = '{}'
        where (user_id = any(:userIds) or email = any(:emails))
          and consumed_at is null and retired_at is null`,
      {
        userIds: accounts.map(({ userId }) => userId),
        emails: accounts.map(({ email }) => email),
      },
    );
  },
};

export type AccountImportRows = typeof accountImportRows;
