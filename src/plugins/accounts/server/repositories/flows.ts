import type { Knex } from 'knex';
import type { Flow, FlowPurpose } from '../domain/flow';

/** What a new flow is stored with; secrets as keyed hashes only. */
export interface NewFlow {
  id: string;
  purpose: FlowPurpose;
  email: string;
  userId: number | null;
  tokenHash: Buffer;
  codeHash: Buffer | null;
  browserHash: Buffer;
  details: Record<string, unknown>;
  redirectTo: string | null;
  address: string;
  device: string;
  lifeSeconds: number;
  /** A live flow younger than this stays, and no new one is made; null to replace it anyhow. */
  restSeconds: number | null;
  /** A live flow whose code was tried as often does not rest. */
  maxTries: number;
}

interface FlowRow {
  id: string;
  purpose: FlowPurpose;
  email: string;
  user_id: number | null;
  details: string;
  redirect_to: string | null;
  browser_hash: Buffer | null;
  device: string;
  created_at: Date;
  expires_at: Date;
}

/** What a retired flow would have brought about. */
export interface RetiredFlow {
  purpose: FlowPurpose;
  hadPassword: boolean;
  username: string | null;
  isInvitation: boolean;
}

/** Strapi has the driver give JSON as text; asked for as text it is that everywhere. */
const COLUMNS = `id, purpose, email, user_id, cast(details as text) as details, redirect_to, browser_hash, device,
  created_at, expires_at`;
const IS_LIVE = 'consumed_at is null and retired_at is null and expires_at > now()';

const toFlow = (row: FlowRow): Flow => ({
  id: row.id,
  purpose: row.purpose,
  email: row.email,
  userId: row.user_id,
  // We wrote it as an object.
  details: JSON.parse(row.details) as Record<string, unknown>,
  redirectTo: row.redirect_to,
  browserHash: row.browser_hash,
  device: row.device,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

interface LiveRow {
  address: string;
  has_code: boolean;
  attempts: number;
  age_seconds: number;
}

/** A live flow, with what tells whether its address rests. */
export interface LiveFlow {
  flow: Flow;
  /** Where it was asked for from. */
  address: string;
  triesOfCode: number;
  ageSeconds: number;
}

/** The only row there can be. */
async function one<Row, Result>(
  asked: Knex.Raw<{ rows: Row[] }>,
  read: (row: Row) => Result,
): Promise<Result | null> {
  const [row] = (await asked).rows;
  return row ? read(row) : null;
}

type Secret = { purpose: FlowPurpose; id: string; hashes: Buffer[] };

export const flowRows = {
  /**
   * Makes a flow in the place of the live one of its purpose and address. One statement, so that of
   * several requests at once one flow comes out. Relies on accounts_flows_live.
   * @returns null when the live one is too young to be replaced.
   */
  replaceLive(db: Knex, flow: NewFlow): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `insert into accounts_flows as live
           (id, purpose, email, user_id, token_hash, code_hash, browser_hash, details, redirect_to,
            address, device, expires_at)
         values
           (:id, :purpose, :email, :userId, :tokenHash, :codeHash, :browserHash, :details,
            :redirectTo, :address, :device, now() + make_interval(secs => :lifeSeconds))
         on conflict (purpose, email) where consumed_at is null and retired_at is null
         do update
            set id = excluded.id, user_id = excluded.user_id, token_hash = excluded.token_hash,
                code_hash = excluded.code_hash, browser_hash = excluded.browser_hash, attempts = 0,
                details = excluded.details, redirect_to = excluded.redirect_to,
                address = excluded.address, device = excluded.device, created_at = now(),
                expires_at = excluded.expires_at
          where cast(:restSeconds as double precision) is null
             or live.created_at <= now() - make_interval(secs => :restSeconds)
             or (live.code_hash is not null and live.attempts >= :maxTries)
         returning ${COLUMNS}`,
        { ...flow, details: JSON.stringify(flow.details) },
      ),
      toFlow,
    );
  },

  /** The live flow of an address. Relies on accounts_flows_live. */
  findLive(db: Knex, asked: { purpose: FlowPurpose; email: string }): Promise<LiveFlow | null> {
    return one(
      db.raw<{ rows: (FlowRow & LiveRow)[] }>(
        `select ${COLUMNS}, address, code_hash is not null as has_code, attempts,
                cast(extract(epoch from now() - created_at) as double precision) as age_seconds
           from accounts_flows
          where purpose = :purpose and email = :email and ${IS_LIVE}`,
        asked,
      ),
      (row) => ({
        flow: toFlow(row),
        address: row.address,
        triesOfCode: row.has_code ? row.attempts : 0,
        ageSeconds: row.age_seconds,
      }),
    );
  },

  /** A live flow by its id, which is no secret: proves nothing. */
  findById(db: Knex, asked: { purpose: FlowPurpose; id: string }): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `select ${COLUMNS}
           from accounts_flows
          where id = :id and purpose = :purpose and ${IS_LIVE}`,
        asked,
      ),
      toFlow,
    );
  },

  /** What an address asked for last and neither used nor had taken back, in time or not. */
  findPending(db: Knex, asked: { purpose: FlowPurpose; email: string }): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `select ${COLUMNS}
           from accounts_flows
          where purpose = :purpose and email = :email
            and consumed_at is null and retired_at is null`,
        asked,
      ),
      toFlow,
    );
  },

  /** Looks at the flow of a link without using it up. */
  peek(db: Knex, { purpose, id, hashes }: Secret): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `select ${COLUMNS}
           from accounts_flows
          where id = :id and purpose = :purpose and token_hash = any(:hashes) and ${IS_LIVE}`,
        { id, purpose, hashes },
      ),
      toFlow,
    );
  },

  /** Uses a link up. Of any number at the same time one gets the flow. */
  consumeByToken(db: Knex, { purpose, id, hashes }: Secret): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `update accounts_flows
            set consumed_at = now()
          where id = :id and purpose = :purpose and token_hash = any(:hashes) and ${IS_LIVE}
         returning ${COLUMNS}`,
        { id, purpose, hashes },
      ),
      toFlow,
    );
  },

  /** Counts a try of a code, before anything is compared; null when no try is left. */
  countTry(
    db: Knex,
    asked: { purpose: FlowPurpose; id: string; maxTries: number },
  ): Promise<{ flow: Flow; codeHash: Buffer } | null> {
    return one(
      db.raw<{ rows: (FlowRow & { code_hash: Buffer })[] }>(
        `update accounts_flows
            set attempts = attempts + 1
          where id = :id and purpose = :purpose and code_hash is not null
            and attempts < :maxTries and ${IS_LIVE}
         returning ${COLUMNS}, code_hash`,
        asked,
      ),
      (row) => ({ flow: toFlow(row), codeHash: row.code_hash }),
    );
  },

  /** Uses a flow up whose code was right. */
  consume(db: Knex, { id }: { id: string }): Promise<Flow | null> {
    return one(
      db.raw<{ rows: FlowRow[] }>(
        `update accounts_flows
            set consumed_at = now()
          where id = :id and ${IS_LIVE}
         returning ${COLUMNS}`,
        { id },
      ),
      toFlow,
    );
  },

  /**
   * Takes back what an account, or its address, has asked for, and empties it. Relies on
   * accounts_flows_user and accounts_flows_live.
   */
  async retire(
    db: Knex,
    of: { userId: number; email: string | null; purposes: readonly FlowPurpose[] },
  ): Promise<RetiredFlow[]> {
    const { rows } = await db.raw<{
      rows: {
        purpose: FlowPurpose;
        had_password: boolean;
        username: string | null;
        is_invitation: boolean;
      }[];
    }>(
      `with old as (
         select id, purpose, details
           from accounts_flows
          where (user_id = :userId or email = :email) and purpose = any(:purposes)
            and consumed_at is null and retired_at is null
            for update
       ), gone as (
         update accounts_flows as flow
            set retired_at = now(), details = '{}'
           from old
          where flow.id = old.id
       )
       select purpose, jsonb_exists(details, 'passwordHash') as had_password,
              details ->> 'username' as username,
              jsonb_exists(details, 'invited') as is_invitation
         from old`,
      { ...of, purposes: [...of.purposes] },
    );
    return rows.map((row) => ({
      purpose: row.purpose,
      hadPassword: row.had_password,
      username: row.username,
      isInvitation: row.is_invitation,
    }));
  },

  /**
   * Deletes some of what is over for a day. What a person registered with stays as long as they are
   * expected to prove their address. Relies on accounts_flows_expiry.
   */
  async deleteOld(db: Knex, { batchSize }: { batchSize: number }): Promise<number> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `delete from accounts_flows
        where id in (
          select flow.id
            from accounts_flows as flow
            left join up_users as account on account.id = flow.user_id
           where flow.expires_at < now() - interval '1 day'
             and not (
               flow.purpose = 'verify-email' and flow.consumed_at is null
               and flow.retired_at is null and account.account_status = 'pending'
             )
           limit :batchSize
        )
       returning id`,
      { batchSize },
    );
    return rows.length;
  },
};

export type FlowRows = typeof flowRows;
