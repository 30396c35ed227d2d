import type { Knex } from 'knex';
import type { AccountState } from '../domain/account-state';

const UTC_NOW = `now() at time zone 'utc'`;

/** What the unique indexes of accounts refuse. */
const TAKEN: Record<string, 'email-taken' | 'username-taken'> = {
  accounts_users_email_key: 'email-taken',
  accounts_users_username_key: 'username-taken',
};

function refusalOf(error: unknown): 'email-taken' | 'username-taken' | undefined {
  if (!(error instanceof Error) || !('constraint' in error)) return undefined;
  return TAKEN[String(error.constraint)];
}

type Written = Pick<
  AccountState,
  'userId' | 'email' | 'username' | 'status' | 'track' | 'isProtected'
>;

/** Statements of administrators; each within the caller's transaction. */
export const accountDirectoryRows = {
  /**
   * Triggers of the table end sessions and keep Strapi's own two flags in step.
   * @returns what is taken; the transaction is over then.
   */
  async write(
    trx: Knex,
    account: Written & { vouchesForAddress: boolean },
  ): Promise<'email-taken' | 'username-taken' | null> {
    try {
      await trx.raw(
        `update up_users
            set email = :email, username = :username, account_status = :status, track = :track,
                is_protected = :isProtected, updated_at = ${UTC_NOW},
                email_verified_at = case
                  when :vouchesForAddress then coalesce(email_verified_at, ${UTC_NOW})
                  else email_verified_at
                end
          where id = :userId`,
        { ...account },
      );
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  },

  /** What belongs to the account follows by foreign keys and triggers. */
  async remove(trx: Knex, userId: number): Promise<void> {
    await trx.raw('delete from up_users where id = :userId', { userId });
  },

  /**
   * Whoever takes an administrator away holds the role from here on, so that of two who take each
   * other away the second sees what the first did.
   */
  async holdRole(trx: Knex, type: string): Promise<void> {
    await trx.raw('select id from up_roles where type = :type order by id for no key update', {
      type,
    });
  },

  /** How many active people have a role, without these. */
  async countActive(
    trx: Knex,
    { role, except }: { role: string; except: readonly number[] },
  ): Promise<number> {
    const { rows } = await trx.raw<{ rows: { count: number }[] }>(
      `select cast(count(*) as integer) as count
         from up_roles as role
         join up_users_role_lnk as link on link.role_id = role.id
         join up_users as account on account.id = link.user_id
        where role.type = :role and account.account_status = 'active'
          and not (account.id = any(:except))`,
      { role, except: [...except] },
    );
    return rows[0]?.count ?? 0;
  },

  /** Where active people of a role get their mail. */
  async findAddresses(db: Knex, role: string): Promise<string[]> {
    const { rows } = await db.raw<{ rows: { email: string }[] }>(
      `select account.email
         from up_roles as role
         join up_users_role_lnk as link on link.role_id = role.id
         join up_users as account on account.id = link.user_id
        where role.type = :role and account.account_status = 'active'
        order by account.id`,
      { role },
    );
    return rows.map(({ email }) => email);
  },

  async findUsername(db: Knex, documentId: string): Promise<string | null> {
    const { rows } = await db.raw<{ rows: { username: string }[] }>(
      'select username from up_users where document_id = :documentId',
      { documentId },
    );
    return rows[0]?.username ?? null;
  },
};

export type AccountDirectoryRows = typeof accountDirectoryRows;
