import { decideOnHttpFailure } from '../../../../../lib/http-client/decide-on-failure';
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

/** OBIS answers 500 to a bad date and to a negative size: the body tells that from a breakdown. */
const BLAMES_THE_QUESTION =
  /invalid|not valid|too large|too small|unsupported|must be|not able to process|malformed|cannot parse/i;

/** Whether a failed request is worth another try. */
export function decideOnFailure(error: unknown): RetryDecision {
  if (error instanceof HttpFailure) return decideOnHttpFailure(error, BLAMES_THE_QUESTION);
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
