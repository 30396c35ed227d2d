import type { ParameterizedContext } from 'koa';
import { remainingOf, resetSecondsOf, type LimitState } from './limit';

function addPolicy(ctx: ParameterizedContext, { limit }: LimitState): void {
  const listed = ctx.response.get('RateLimit-Policy');
  const policy = `${limit.points};w=${limit.perSeconds}`;
  if (listed === '') ctx.set('RateLimit-Policy', policy);
  else if (!listed.split(', ').includes(policy))
    ctx.set('RateLimit-Policy', `${listed}, ${policy}`);
}

function setNumbers(ctx: ParameterizedContext, state: LimitState): void {
  ctx.set('RateLimit-Limit', String(state.limit.points));
  ctx.set('RateLimit-Remaining', String(remainingOf(state)));
  ctx.set('RateLimit-Reset', String(resetSecondsOf(state)));
}

/** Says how the client stands: policies of all limits that apply, numbers of the one that is closest. */
export function showLimit(ctx: ParameterizedContext, state: LimitState): void {
  addPolicy(ctx, state);
  const shown = ctx.response.get('RateLimit-Remaining');
  if (shown === '' || remainingOf(state) <= Number(shown)) setNumbers(ctx, state);
}

/** What a refused client is told: the numbers of the limit it ran into. */
export function showRefusal(ctx: ParameterizedContext, state: LimitState): void {
  addPolicy(ctx, state);
  setNumbers(ctx, state);
}
