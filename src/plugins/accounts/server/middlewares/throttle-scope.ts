import type { Middleware } from 'koa';
import { RateLimitedProblem } from '../../../../lib/throttle/limit';
import { showLimit, showRefusal } from '../../../../lib/throttle/rate-headers';
import { principalOf } from '../../contract/principal';
import type { ThrottleScope } from '../../contract/throttle';
import type { ThrottleService } from '../services/throttle';

interface Dependencies {
  throttle: () => ThrottleService;
}

/** The limit of a route's scope, by account or client: never by anything a client may write. */
export function createThrottleScope(
  { scope }: { scope: ThrottleScope },
  { throttle }: Dependencies,
): Middleware {
  return async (ctx, next) => {
    const principal = principalOf(ctx);
    const key =
      principal.kind === 'user'
        ? `account:${principal.userId}`
        : `client:${throttle().clientKey(ctx.ip)}`;
    const state = await throttle().consume(scope, key);
    if (state) showLimit(ctx, state);
    await next();
  };
}

/** The limit of the panel's doors, by client. The general limit, which shows refusals, is not the panel's. */
export function createPanelThrottle({ throttle }: Dependencies): Middleware {
  return async (ctx, next) => {
    try {
      const state = await throttle().consume('panel-login', throttle().clientKey(ctx.ip));
      if (state) showLimit(ctx, state);
    } catch (error) {
      if (error instanceof RateLimitedProblem) showRefusal(ctx, error.state);
      throw error;
    }
    await next();
  };
}
