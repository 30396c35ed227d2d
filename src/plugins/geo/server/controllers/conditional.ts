import { hash } from 'node:crypto';
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
  `"${hash('sha256', `${version}\n${scope}`, 'base64url').slice(0, 22)}"`;

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
 * @param produce gets the tag: one for each version of each answer that a caller may see.
 */
export async function answerIfChanged(
  ctx: Context,
  condition: Condition,
  produce: (etag: string) => Promise<void>,
): Promise<void> {
  const etag = tagOf(condition);
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return produce(etag);
  if (isNoneMatchOf(ctx.get('If-None-Match'), etag)) ctx.status = 304;
  else await produce(etag);
  // Not before: an error must not carry them.
  ctx.set('ETag', `W/${etag}`);
  ctx.set('Cache-Control', cacheControlOf(ctx, condition.maxAgeSeconds));
  ctx.vary(['Authorization', 'Cookie']);
}

/**
 * The headers of a file that is streamed, whose answer cannot be given headers afterwards. Only the
 * client itself may keep it, and has to ask again each time.
 * @returns what to set once the file begins, or null after answering that the client has it already.
 */
export function fileHeadersUnlessKnown(
  ctx: Context,
  condition: Omit<Condition, 'maxAgeSeconds'>,
): Record<string, string> | null {
  const etag = tagOf({ ...condition, maxAgeSeconds: 0 });
  const headers = { ETag: `W/${etag}`, 'Cache-Control': 'private, no-cache' };
  if (!isNoneMatchOf(ctx.get('If-None-Match'), etag)) return headers;
  ctx.status = 304;
  ctx.set(headers);
  return null;
}
