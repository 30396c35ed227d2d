import type { Knex } from 'knex';
import type { AccountStatus } from '../../contract/principal';
import type { AccountState } from '../domain/account-state';

/** Statements of staff who change an account; each within the caller's transaction. */
export const accountChangeRows = {
  /** Null when there is no such account. Nobody else changes it before the transaction ends. */
  async lock(trx: Knex, documentId: string): Promise<AccountState | null> {
    const { rows } = await trx.raw<{ rows: AccountState[] }>(
      `select account.id as "userId", account.document_id as "documentId", account.username,
              account.email, account.account_status as status, role.type as role, account.track,
              account.email_verified_at is not null as "isAddressProven",
              account.password is not null as "hasPassword",
              coalesce(account.is_protected, false) as "isProtected"
         from up_users as account
         left join up_users_role_lnk as link on link.user_id = account.id
         left join up_roles as role on role.id = link.role_id
        where account.document_id = :documentId
          for update of account`,
      { documentId },
    );
    return rows[0] ?? null;
  },

  /** The triggers of the table end sessions and keep Strapi's own two flags in step. */
  async setStatus(trx: Knex, userId: number, status: AccountStatus): Promise<void> {
    await trx.raw(
      `update up_users
          set account_status = :status, updated_at = now() at time zone 'utc'
        where id = :userId`,
      { userId, status },
    );
  },

  async setTrack(trx: Knex, userId: number, track: string | null): Promise<void> {
    await trx.raw(
      `update up_users
          set track = :track, updated_at = now() at time zone 'utc'
        where id = :userId`,
      { userId, track },
    );
  },

  /** Null when there is no such role, or nobody can be given it. */
  async findRoleId(trx: Knex, type: string): Promise<number | null> {
    const { rows } = await trx.raw<{ rows: { id: number }[] }>(
      `select id from up_roles where type = :type and type <> 'public' order by id limit 1`,
      { type },
    );
    return rows[0]?.id ?? null;
  },

  async takeRole(trx: Knex, userId: number): Promise<void> {
    await trx.raw('delete from up_users_role_lnk where user_id = :userId', { userId });
  },

  async giveRole(trx: Knex, userId: number, roleId: number): Promise<void> {
    await trx.raw('insert into up_users_role_lnk (user_id, role_id) values (:userId, :roleId)', {
      userId,
      roleId,
    });
  },
};

export type AccountChangeRows = typeof accountChangeRows;
