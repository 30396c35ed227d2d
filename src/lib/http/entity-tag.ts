import { createHash } from 'node:crypto';

/** The strong tag of an answer whose text is made once. */
export const textTag = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;

const tagsOf = (header: string): string[] => header.split(',').map((tag) => tag.trim());

/**
 * Whether `If-None-Match` names this tag (weakly, RFC 9110 section 13.1.2). Koa's `fresh` says no
 * whenever the client sent `Cache-Control`, as fetch of Node does by itself.
 */
export const isNoneMatchOf = (header: string, etag: string): boolean =>
  tagsOf(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);

/** Whether `If-Match` names this tag (strongly: a weak tag never matches, section 13.1.1). */
export const isMatchOf = (header: string, etag: string): boolean =>
  tagsOf(header).some((tag) => tag === '*' || tag === etag);
