import type { Knex } from 'knex';
import { isSameHash, type Keyring } from '../../../../lib/keyring';
import type { RequestOrigin } from '../../contract/request-origin';
import { describeDevice } from '../domain/device';
import { FLOW_PURPOSES, type Flow, type FlowPurpose } from '../domain/flow';
import {
  hashesOfSecret,
  isBrowserSecret,
  makeBrowserSecret,
  makeCode,
  makeLinkToken,
  readLinkToken,
  spellLinkToken,
  type SecretSource,
  type SecretUse,
} from '../domain/one-time-secret';
import type { FlowRows, LiveFlow, RetiredFlow } from '../repositories/flows';

const MAX_TRIES = 5;
/** A transaction holds up everybody else on the embedded database, so each one is short. */
const CLEAN_UP_BATCH = 1000;

export interface FlowRequest {
  purpose: FlowPurpose;
  /** In its one spelling. */
  email: string;
  userId: number | null;
  details?: Record<string, unknown>;
  redirectTo?: string | null;
  origin: RequestOrigin;
  withCode: boolean;
  lifeSeconds: number;
  /** What the cookie of the asking browser holds already; a new one is made when there is none. */
  browserSecret?: string | undefined;
}

/** The only moment at which the secrets are known: they go into the mail and the cookie. */
export interface OpenedFlow {
  flowId: string;
  linkToken: string;
  code: string | null;
  browserSecret: string;
  createdAt: Date;
  expiresAt: Date;
  device: string;
}

/** What came of a code. A wrong one names its flow too, which is known to be live. */
export type CodeAnswer = { outcome: 'right' | 'wrong'; flow: Flow } | { outcome: 'dead' };

interface Dependencies {
  rows: FlowRows;
  keyring: Keyring;
  source: SecretSource;
  newId: () => string;
}

/**
 * Mails that were asked for, with their one-time secrets. An address has one live flow for a purpose:
 * a new request takes the place of the old. Callers who get nothing back still commit, so that a
 * wrong code stays counted.
 */
export function createFlowsService({ rows, keyring, source, newId }: Dependencies) {
  const hashes = (use: SecretUse, secret: string | Buffer) => hashesOfSecret(keyring, use, secret);
  const newHash = (use: SecretUse, secret: string | Buffer): Buffer => {
    const [current] = hashes(use, secret);
    if (!current) throw new Error('There is no key to hash secrets with');
    return current;
  };

  async function insert(
    db: Knex,
    request: FlowRequest,
    restSeconds: number | null,
  ): Promise<OpenedFlow | null> {
    const { purpose, email, userId, origin, lifeSeconds } = request;
    const flowId = newId();
    const link = makeLinkToken(flowId, source);
    const code = request.withCode ? makeCode(source) : null;
    const browserSecret = isBrowserSecret(request.browserSecret)
      ? request.browserSecret
      : makeBrowserSecret(source);
    const made = await rows.replaceLive(db, {
      id: flowId,
      purpose,
      email,
      userId,
      tokenHash: newHash({ kind: 'link', purpose, flowId }, link.secret),
      codeHash: code === null ? null : newHash({ kind: 'code', purpose, flowId }, code),
      browserHash: newHash({ kind: 'browser', purpose, flowId }, browserSecret),
      details: request.details ?? {},
      redirectTo: request.redirectTo ?? null,
      address: origin.address,
      device: describeDevice(origin.userAgent),
      lifeSeconds,
      restSeconds,
      maxTries: MAX_TRIES,
    });
    if (!made) return null;
    const { createdAt, expiresAt, device } = made;
    return {
      flowId,
      linkToken: spellLinkToken(link),
      code,
      browserSecret,
      createdAt,
      expiresAt,
      device,
    };
  }

  const readToken = ({ purpose, token }: { purpose: FlowPurpose; token: string }) => {
    const link = readLinkToken(token);
    if (!link) return null;
    const { flowId, secret } = link;
    return { purpose, id: flowId, hashes: hashes({ kind: 'link', purpose, flowId }, secret) };
  };

  return {
    /** Takes the place of what the address asked for before. */
    async open(trx: Knex.Transaction, request: FlowRequest): Promise<OpenedFlow> {
      const opened = await insert(trx, request, null);
      if (!opened) throw new Error('A flow was to be replaced and was not');
      return opened;
    },

    /** As `open`, but null while what the address asked for last is younger than `restSeconds`. */
    openUnlessResting(
      trx: Knex.Transaction,
      request: FlowRequest,
      restSeconds: number,
    ): Promise<OpenedFlow | null> {
      return insert(trx, request, restSeconds === 0 ? null : restSeconds);
    },

    findLive: (
      db: Knex,
      asked: { purpose: FlowPurpose; email: string },
    ): Promise<LiveFlow | null> => rows.findLive(db, asked),

    /** Whether the mail of this flow is too young for another one, and good for what it says. */
    isResting: ({ ageSeconds, triesOfCode }: LiveFlow, restSeconds: number): boolean =>
      ageSeconds < restSeconds && triesOfCode < MAX_TRIES,

    findById: (db: Knex, asked: { purpose: FlowPurpose; id: string }): Promise<Flow | null> =>
      rows.findById(db, asked),

    /** What an address asked for last, also when its time is over. */
    findPending: (db: Knex, asked: { purpose: FlowPurpose; email: string }): Promise<Flow | null> =>
      rows.findPending(db, asked),

    /** Looks at the flow of a link, and changes nothing. */
    async peek(db: Knex, asked: { purpose: FlowPurpose; token: string }): Promise<Flow | null> {
      const secret = readToken(asked);
      return secret && rows.peek(db, secret);
    },

    /** Whether the browser that sends this secret is the one that asked. */
    isAskedBy({ id, purpose, browserHash }: Flow, browserSecret: string | undefined): boolean {
      if (browserHash === null || !isBrowserSecret(browserSecret)) return false;
      return hashes({ kind: 'browser', purpose, flowId: id }, browserSecret).some((hash) =>
        isSameHash(hash, browserHash),
      );
    },

    /** Uses a link up; null when it is wrong, used, expired or replaced. */
    async consumeByToken(
      trx: Knex.Transaction,
      asked: { purpose: FlowPurpose; token: string },
    ): Promise<Flow | null> {
      const secret = readToken(asked);
      return secret && rows.consumeByToken(trx, secret);
    },

    /** Counts the try, compares, and uses the flow up when the code is right. Commit in any case. */
    async consumeByCode(
      trx: Knex.Transaction,
      { purpose, flowId, code }: { purpose: FlowPurpose; flowId: string; code: string },
    ): Promise<CodeAnswer> {
      const counted = await rows.countTry(trx, { purpose, id: flowId, maxTries: MAX_TRIES });
      if (!counted) return { outcome: 'dead' };
      const isRight = hashes({ kind: 'code', purpose, flowId }, code).some((hash) =>
        isSameHash(hash, counted.codeHash),
      );
      if (!isRight) return { outcome: 'wrong', flow: counted.flow };
      const flow = await rows.consume(trx, { id: flowId });
      return flow ? { outcome: 'right', flow } : { outcome: 'dead' };
    },

    /** Takes back what an account has asked for, and what its address has when that is given. */
    retireFor(
      trx: Knex.Transaction,
      {
        userId,
        email = null,
        purposes = FLOW_PURPOSES,
      }: { userId: number; email?: string | null; purposes?: readonly FlowPurpose[] },
    ): Promise<RetiredFlow[]> {
      return rows.retire(trx, { userId, email, purposes });
    },

    /** Removes what is over for a day, a batch at a time; safe to repeat. Resolves to how many went. */
    async cleanUp(db: Knex): Promise<number> {
      let removed = 0;
      for (;;) {
        const count = await rows.deleteOld(db, { batchSize: CLEAN_UP_BATCH });
        removed += count;
        if (count < CLEAN_UP_BATCH) return removed;
      }
    },
  };
}

export type FlowsService = ReturnType<typeof createFlowsService>;
