import type { AddAll } from '../../../../lib/throttle/counter-store';
import { clientKey } from '../../../../lib/throttle/client-key';
import { createExactLimiter } from '../../../../lib/throttle/exact-limiter';
import type { InsuredStore } from '../../../../lib/throttle/insured-store';
import {
  isExceeded,
  RateLimitedProblem,
  type Limit,
  type LimitState,
} from '../../../../lib/throttle/limit';
import { createSynchronisedLimiter } from '../../../../lib/throttle/synchronised-limiter';
import type { LimitName, Throttle, ThrottleScope } from '../../contract/throttle';
import { CALL_LIMITS, delaySecondsAfter } from '../domain/limits';

export interface ThrottleService extends Throttle {
  /** The general limit of every request; costs no more than memory. Undefined when limits are lifted. */
  countRequest(asker: Asker): LimitState | undefined;
  /** Tells the shared store at once what it would be told within a second. */
  synchronise(): Promise<void>;
  stop(): Promise<void>;
}

/** Whose requests are counted together. */
export type Asker = { userId: number } | { address: string };

export interface ThrottleSettings {
  isEnabled: boolean;
  anonymous: Limit;
  account: Limit;
  scopes: Record<ThrottleScope, Limit>;
}

interface Dependencies extends ThrottleSettings {
  store: InsuredStore;
  addAll: AddAll;
  now: () => number;
  /** Ends what the store holds open. */
  close: () => Promise<void> | void;
}

const refuseWhenExceeded = (state: LimitState): LimitState => {
  if (isExceeded(state)) throw new RateLimitedProblem(state);
  return state;
};

/** All limits of the API in one place: named ones, exact; those of every request and report, synchronised. */
export function createThrottleService({
  isEnabled,
  anonymous,
  account,
  scopes,
  store,
  addAll,
  now,
  close,
}: Dependencies): ThrottleService {
  const limits: Record<LimitName, Limit> = { ...CALL_LIMITS, ...scopes };
  const exact = createExactLimiter({ store, now });
  const general = {
    client: createSynchronisedLimiter({ name: 'client', limit: anonymous, store, addAll, now }),
    account: createSynchronisedLimiter({ name: 'account', limit: account, store, addAll, now }),
    // A phone reports every few seconds: a statement for each report would cost as much as to store it.
    tracking: createSynchronisedLimiter({
      name: 'tracking',
      limit: scopes.tracking,
      store,
      addAll,
      now,
    }),
  };
  const delayName = (name: LimitName) => `${name}-delay`;
  const delayOf = (seconds: number): Limit => ({ points: 1, perSeconds: seconds });

  /** The client is told about the limit that brought the delay, of which nothing is left until its end. */
  const tooSoon = (name: LimitName, { resetMs }: LimitState) =>
    new RateLimitedProblem({ limit: limits[name], used: limits[name].points + 1, resetMs });

  return {
    clientKey,

    countRequest(asker) {
      if (!isEnabled) return undefined;
      return 'userId' in asker
        ? general.account.count(String(asker.userId))
        : general.client.count(clientKey(asker.address));
    },

    async consume(name, key) {
      if (!isEnabled) return undefined;
      if (name === 'tracking') return refuseWhenExceeded(general.tracking.count(key));
      return refuseWhenExceeded(await exact.count(name, limits[name], key));
    },

    async allows(name, key) {
      return !isEnabled || !isExceeded(await exact.count(name, limits[name], key));
    },

    async giveBack(name, key) {
      if (isEnabled) await exact.giveBack(name, limits[name], key);
    },

    async reset(name, key) {
      if (!isEnabled) return;
      await exact.forget(name, key);
      await exact.forget(delayName(name), key);
    },

    async assertNotDelayed(name, key) {
      if (!isEnabled) return;
      const delay = await exact.read(delayName(name), delayOf(1), key);
      if (delay) throw tooSoon(name, delay);
    },

    async penalise(name, key) {
      if (!isEnabled) return;
      const { used, limit } = await exact.tally(name, limits[name], key);
      const seconds = delaySecondsAfter(used, limit.points);
      if (seconds === 0) return;
      // Only one of several at once opens the delay; the others find it open.
      const delay = await exact.count(delayName(name), delayOf(seconds), key);
      if (isExceeded(delay)) throw tooSoon(name, delay);
    },

    async synchronise() {
      await Promise.all(Object.values(general).map((limiter) => limiter.synchronise()));
    },

    async stop() {
      for (const limiter of Object.values(general)) limiter.stop();
      await close();
    },
  };
}
