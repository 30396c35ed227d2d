import type { HttpFailure } from './failure';
import type { RetryDecision } from './retry';

/** A server that asks for a longer pause is not waited for. */
const LONGEST_WAIT_MS = 15 * 60_000;

const NOBODY = /(?!)/;

/**
 * Whether a failed request is worth another try: broken transfers, busy servers and breakdowns are;
 * what the server says of the question is not.
 * @param blamesTheQuestion what the body of a 5xx says when not the server but the question is wrong.
 */
export function decideOnHttpFailure(
  { kind, status = 0, retryAfterMs, body }: HttpFailure,
  blamesTheQuestion: RegExp = NOBODY,
): RetryDecision {
  if (kind === 'aborted' || kind === 'too-large' || kind === 'refused') return 'give-up';
  if (kind !== 'status') return {};
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_WAIT_MS) return 'give-up';
  if (status === 429 || status === 408 || status === 503) return { afterMs: retryAfterMs };
  if (status < 500 || blamesTheQuestion.test(body)) return 'give-up';
  return { afterMs: retryAfterMs };
}
