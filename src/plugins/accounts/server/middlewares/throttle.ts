import type { Middleware, ParameterizedContext } from 'koa';
import { isExceeded, RateLimitedProblem } from '../../../../lib/throttle/limit';
import { showLimit, showRefusal } from '../../../../lib/throttle/rate-headers';
import { principalOf } from '../../contract/principal';
import type { Asker, ThrottleService } from '../services/throttle';

interface Settings {
  /** What a load balancer asks, again and again from one address. */
  exempt?: string[];
}
interface Dependencies {
  /** Only addresses below it are counted: the panel is not. */
  prefix: string;
  throttle: () => ThrottleService;
}

function askerOf(ctx: ParameterizedContext): Asker {
  const principal = principalOf(ctx);
  return principal.kind === 'user' ? { userId: principal.userId } : { address: ctx.ip };
}

/**
 * The general limit of the whole API. Counts in memory and delays nothing. Stands behind the
 * middleware that finds out who asks.
 */
export function createThrottle(
  { exempt = [] }: Settings,
  { prefix, throttle }: Dependencies,
): Middleware {
  const counted = new RegExp(`^${prefix}(/|$)`, 'i');
  const free = new Set(exempt);

  return async (ctx, next) => {
    const isCounted = counted.test(ctx.path) && !free.has(ctx.path);
    const state = isCounted ? throttle().countRequest(askerOf(ctx)) : undefined;
    if (!state) {
      await next();
      return;
    }
    try {
      if (isExceeded(state)) throw new RateLimitedProblem(state);
      showLimit(ctx, state);
      await next();
    } catch (error) {
      // Also of the limits further in, which handlers ask by themselves.
      if (error instanceof RateLimitedProblem) showRefusal(ctx, error.state);
      throw error;
    }
  };
}
