import type { Middleware, ParameterizedContext } from 'koa';
import { Problem } from '../problem';
import { isWellFormed, queryFault } from './query-limits';

const MAX_URL_LENGTH = 8192;
const API_PATH = /^\/api(\/|$)/i;
/** The panel's media library and settings, and the API's own upload door. */
const MULTIPART_PATH = /^\/(upload|admin|api\/uploads)(\/|$)/i;
const READABLE_TYPE = /^application\/(json|[\w.+-]+\+json|x-www-form-urlencoded)$/;
const READABLE_CHARSET = /^(|utf-?8|us-ascii)$/i;

function checkAddress({ url, path, querystring }: ParameterizedContext): void {
  if (url.length > MAX_URL_LENGTH) {
    throw new Problem({
      type: 'uri-too-long',
      detail: `The address is longer than ${MAX_URL_LENGTH} characters.`,
    });
  }
  const fault = queryFault(querystring);
  if (fault) {
    const named = fault.parameter ? `${fault.parameter}: ${fault.message}` : fault.message;
    throw new Problem({ type: 'invalid-query', detail: named, faults: [fault] });
  }
  if (!isWellFormed(path)) {
    throw new Problem({
      type: 'invalid-query',
      code: 'malformed-path',
      detail: 'The path is not well-formed UTF-8 text.',
    });
  }
}

function hasBody({ req }: ParameterizedContext): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** What is wrong with the kind of body, in words; undefined when this address takes it. */
function bodyFault({ path, request: { type, charset } }: ParameterizedContext): string | undefined {
  const isMultipart = type.startsWith('multipart/');
  if (isMultipart && MULTIPART_PATH.test(path)) return undefined;
  if (isMultipart) return 'Files are not taken at this address.';
  if (!API_PATH.test(path)) return undefined;
  if (!READABLE_TYPE.test(type)) {
    return `Send the body as application/json${type ? `, not as ${type}` : ''}.`;
  }
  return READABLE_CHARSET.test(charset) ? undefined : 'Send text as UTF-8.';
}

/**
 * Refuses what no handler should see, before a byte of the body is read: over-long or malformed
 * addresses, queries beyond the parser's limits, bodies of a kind that the address does not take.
 */
export function createRequestGuard(): Middleware {
  return async (ctx, next) => {
    if (API_PATH.test(ctx.path)) checkAddress(ctx);
    const message = hasBody(ctx) ? bodyFault(ctx) : undefined;
    if (message !== undefined) {
      // In Strapi's shape, which the panel reads; the error door rewrites it under /api.
      const error = { status: 415, name: 'UnsupportedMediaTypeError', message, details: {} };
      ctx.status = 415;
      ctx.body = { data: null, error };
      return;
    }
    await next();
  };
}
