import type { Knex } from 'knex';

/** Passwords of registrations that wait for their proof; they stand with the flow, not the account. */
export const pendingPasswordRepository = {
  /**
   * The hash that an unproven registration of this address brought, also when its link is too old:
   * whoever knows it gets a new one. Relies on accounts_flows_live.
   */
  async find(db: Knex, email: string): Promise<string | null> {
    const { rows } = await db.raw<{ rows: { password_hash: string | null }[] }>(
      `select details ->> 'passwordHash' as password_hash
         from accounts_flows
        where purpose = 'verify-email' and email = lower(:email)
          and consumed_at is null and retired_at is null`,
      { email },
    );
    return rows[0]?.password_hash ?? null;
  },
};

export type PendingPasswordRepository = typeof pendingPasswordRepository;
