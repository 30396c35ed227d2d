import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { RetryDecision } from '../../../../../lib/http-client/retry';
import { sourceFailed } from '../../errors';

/** An answer that came whole and says that something is wrong at OBIS, or is the wrong page. */
export class ObisAnswerFailure extends Error {
  constructor(
    readonly code: 'error-in-answer' | 'name-not-found' | 'cursor-stands-still',
    message: string,
  ) {
    super(message);
    this.name = 'ObisAnswerFailure';
  }
}

/** A server that asks for a longer pause is not waited for: the run fails and can be resumed. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** OBIS answers 500 to a bad date and to a negative size: the body tells that from a breakdown. */
const BLAMES_THE_QUESTION =
  /invalid|not valid|too large|too small|unsupported|must be|not able to process|malformed|cannot parse/i;

function decideOnHttp(failure: HttpFailure): RetryDecision {
  const { kind, status = 0, retryAfterMs, body } = failure;
  if (kind === 'aborted' || kind === 'too-large') return 'give-up';
  if (kind !== 'status') return {};
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_WAIT_MS) return 'give-up';
  if (status === 429 || status === 408 || status === 503) return { afterMs: retryAfterMs };
  if (status < 500 || BLAMES_THE_QUESTION.test(body)) return 'give-up';
  return { afterMs: retryAfterMs };
}

/** Whether a failed request is worth another try. */
export function decideOnFailure(error: unknown): RetryDecision {
  if (error instanceof HttpFailure) return decideOnHttp(error);
  if (error instanceof ObisAnswerFailure) return error.code === 'name-not-found' ? 'give-up' : {};
  return 'give-up';
}

/** The failure in words for the person who started the run. Anything unexpected passes through. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof ObisAnswerFailure) return sourceFailed(error.code, error.message, error);
  if (!(error instanceof HttpFailure) || error.kind === 'aborted') return error;
  const said = error.body ? `: ${error.body.replace(/\s+/g, ' ').slice(0, 200)}` : '';
  return sourceFailed(`provider-${error.kind}`, `OBIS: ${error.message}${said}`, error);
}
