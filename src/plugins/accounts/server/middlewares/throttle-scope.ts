import type { Middleware } from 'koa';
import { RateLimitedProblem } from '../../../../lib/throttle/limit';
import { showLimit, showRefusal } from '../../../../lib/throttle/rate-headers';
import { principalOf } from '../../contract/principal';
import type { ThrottleService } from '../services/throttle';
import type { ThrottleScopeSettings } from '../throttle-routes';

interface Dependencies {
  throttle: () => ThrottleService;
}

/** The limit of a route's scope, by account or client: never by anything a client may write. */
export function createThrottleScope(
  { scope, limit }: ThrottleScopeSettings,
  { throttle }: Dependencies,
): Middleware {
  return async (ctx, next) => {
    const principal = principalOf(ctx);
    const client = throttle().clientKey(ctx.ip);
    const key = principal.kind === 'user' ? `account:${principal.userId}` : `client:${client}`;
    const states = [
      await throttle().consume(scope, key),
      limit && (await throttle().consume(limit, client)),
    ];
    for (const state of states) if (state) showLimit(ctx, state);
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
