import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { isNoneMatchOf } from '../../../../lib/http/entity-tag';
import { principalOf } from '../../../accounts/contract/principal';

export interface Condition {
  /** Of the collection, from the service `versions`. */
  version: string;
  /** What was asked and what this caller may see, in one text. */
  scope: string;
  /**
   * How long somebody who is not signed in may show the answer without asking again. 0 for answers
   * that must not be older than the version.
   */
  maxAgeSeconds: number;
}

const tagOf = ({ version, scope }: Condition): string =>
  `"${createHash('sha256').update(`${version}\n${scope}`).digest('base64url').slice(0, 22)}"`;

/**
 * How it may be kept. Shared caches get what is the same for everybody; what somebody signed in sees
 * stays in their own, which asks every time, so that nothing shows after signing out.
 */
const cacheControlOf = (ctx: Context, maxAgeSeconds: number): string => {
  if (principalOf(ctx).kind !== 'anonymous') return 'private, no-cache';
  return maxAgeSeconds > 0 ? `public, max-age=${maxAgeSeconds}` : 'public, no-cache';
};

/**
 * Answers 304 without asking for the data when the client has this version, and by `produce`
 * otherwise. The tag is weak: the data may be newer than the version that was read before them.
 * A question in a body (POST) is always answered.
 */
export async function answerIfChanged(
  ctx: Context,
  condition: Condition,
  produce: () => Promise<void>,
): Promise<void> {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return produce();
  const etag = tagOf(condition);
  if (isNoneMatchOf(ctx.get('If-None-Match'), etag)) ctx.status = 304;
  else await produce();
  // Not before: an error must not carry them.
  ctx.set('ETag', `W/${etag}`);
  ctx.set('Cache-Control', cacheControlOf(ctx, condition.maxAgeSeconds));
  ctx.vary('Authorization');
  ctx.vary('Cookie');
}
