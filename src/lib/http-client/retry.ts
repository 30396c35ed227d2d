/** What to do about a failed attempt: give up, or try again after at least so long. */
export type RetryDecision = 'give-up' | { afterMs?: number };

export interface RetryPolicy {
  attempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** Between 0 and 1. */
  random: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface RetryOptions {
  policy: RetryPolicy;
  decide: (error: unknown) => RetryDecision;
  signal: AbortSignal;
}

/** Doubles with every attempt and lies between half and all of that, so that clients spread out. */
function backoffMs(attempt: number, { firstDelayMs, longestDelayMs, random }: RetryPolicy): number {
  const ceilingMs = Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
  return ceilingMs / 2 + (ceilingMs / 2) * random();
}

/**
 * Tries until an attempt succeeds, `decide` gives up, or the attempts are used up; then the last
 * error is thrown. A wait that the server asked for is kept in full.
 */
export async function withRetries<Result>(
  attemptOnce: () => Promise<Result>,
  { policy, decide, signal }: RetryOptions,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await attemptOnce();
    } catch (error) {
      const decision = decide(error);
      if (decision === 'give-up' || attempt + 1 >= policy.attempts || signal.aborted) throw error;
      const waitMs = backoffMs(attempt, policy);
      await policy.sleep(Math.max(waitMs, decision.afterMs ?? 0), signal);
    }
  }
}
