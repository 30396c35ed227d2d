import { Problem } from '../problem';

/** At most `points` within `perSeconds`, counted from the first one on. */
export interface Limit {
  points: number;
  perSeconds: number;
}

/** How one key stands with its limit. */
export interface LimitState {
  limit: Limit;
  /** How much of it is used, the request at hand included. */
  used: number;
  /** Milliseconds until everything is free again. */
  resetMs: number;
}

export const isExceeded = ({ limit, used }: LimitState): boolean => used > limit.points;

export const remainingOf = ({ limit, used }: LimitState): number =>
  Math.max(0, limit.points - used);

/** Whole seconds to wait, rounded up, so that who waits that long gets through. */
export const resetSecondsOf = ({ resetMs }: LimitState): number =>
  Math.max(1, Math.ceil(resetMs / 1000));

/** The refusal of a request too many; it knows the limit it ran into, for the headers. */
export class RateLimitedProblem extends Problem {
  constructor(readonly state: LimitState) {
    super({
      type: 'rate-limited',
      detail: 'Too many requests. Wait as long as Retry-After says.',
      retryAfterSeconds: resetSecondsOf(state),
    });
  }
}
