import { decideOnHttpFailure } from '../../../../../lib/http-client/decide-on-failure';
import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { RetryDecision } from '../../../../../lib/http-client/retry';
import { sourceFailed } from '../../errors';

/** An answer that came whole and is not the one that was asked for, or says no. */
export class GbifAnswerFailure extends Error {
  constructor(
    readonly code: 'wrong-page' | 'empty-page' | 'error-in-answer' | 'taxon-not-known',
    message: string,
  ) {
    super(message);
    this.name = 'GbifAnswerFailure';
  }
}

/** Whether a failed request is worth another try. */
export function decideOnFailure(error: unknown): RetryDecision {
  if (error instanceof HttpFailure) return decideOnHttpFailure(error);
  if (error instanceof GbifAnswerFailure) return error.code === 'taxon-not-known' ? 'give-up' : {};
  return 'give-up';
}

/** The failure in words for the person who started the run. Anything unexpected passes through. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof GbifAnswerFailure) return sourceFailed(error.code, error.message, error);
  if (!(error instanceof HttpFailure) || error.kind === 'aborted') return error;
  const said = error.body ? `: ${error.body.replace(/\s+/g, ' ').slice(0, 200)}` : '';
  return sourceFailed(`provider-${error.kind}`, `GBIF: ${error.message}${said}`, error);
}
