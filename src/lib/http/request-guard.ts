import { posix } from 'node:path';
import type { Middleware, ParameterizedContext } from 'koa';
import { Problem } from '../problem';
import { bodyLimitsOf, bringsBody, type BodyRule } from './body-rules';
import { KNOWN_METHODS } from './known-methods';
import { isWellFormed, queryFault } from './query-limits';

const MAX_URL_LENGTH = 8192;
const MAX_HEADERS = 100;
const API_PATH = /^\/api(\/|$)/i;
/** The panel's media library, settings and imports, which take files by Strapi's own parser. */
const PANEL_UPLOAD_PATH = /^\/(upload|admin|exchange)(\/|$)/i;
const READABLE_CHARSET = /^(|utf-?8|us-ascii)$/i;
/** Where Strapi serves stored files to everybody; ours are only reached by signed links. */
const PUBLIC_FILES_PATH = /^[/\\]+uploads([/\\]|$)/i;
/** Where the panel would have this server fetch files, from addresses of its own network as well. */
const FETCHING_PATH = /^\/upload\/actions\/upload-from-urls\/?$/i;
const SCHEMA_PATH = /^\/content-type-builder(\/|$)/i;

export interface GuardSettings {
  /** What the bodies of some addresses may be. */
  rules: readonly BodyRule[];
  /** Every media type that some address of the API answers with. */
  answers: string[];
}

interface Dependencies extends GuardSettings {
  /** Whether content types may be changed over HTTP: in development alone. */
  isDeveloping: boolean;
  isSignedInToPanel: (ctx: ParameterizedContext) => boolean;
}

function checkRequestLine(ctx: ParameterizedContext): void {
  const { method, req, url } = ctx;
  if (!KNOWN_METHODS.includes(method)) {
    ctx.set('Allow', KNOWN_METHODS.join(', '));
    throw new Problem({ type: 'method-not-allowed', detail: `${method} is not known here.` });
  }
  if (req.rawHeaders.length / 2 > MAX_HEADERS) {
    const detail = `There are more than ${MAX_HEADERS} headers.`;
    throw new Problem({ type: 'header-too-large', detail });
  }
  if (url.length > MAX_URL_LENGTH) {
    const detail = `The address is longer than ${MAX_URL_LENGTH} characters.`;
    throw new Problem({ type: 'uri-too-long', detail });
  }
}

function checkQuery({ path, querystring }: ParameterizedContext): void {
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

const unsupported = (detail: string) => new Problem({ type: 'unsupported-media-type', detail });

/** Refuses kinds of body before a byte of them is read, or a file of theirs is written. */
function checkBodyType(ctx: ParameterizedContext, guard: Dependencies): void {
  const { path } = ctx;
  const { type, charset } = ctx.request;
  const isFiles = type.startsWith('multipart/');
  if (isFiles && PANEL_UPLOAD_PATH.test(path)) {
    if (guard.isSignedInToPanel(ctx)) return;
    throw new Problem({ type: 'unauthenticated', detail: 'Sign in before you send files.' });
  }
  const taken = bodyLimitsOf(path, guard.rules).types;
  if (isFiles && !taken.includes(type)) throw unsupported('Files are not taken at this address.');
  if (!API_PATH.test(path)) return;
  const types = ['application/json', ...taken];
  if (!types.includes(type)) {
    throw unsupported(`Send the body as ${types.join(' or ')}${type ? `, not as ${type}` : ''}.`);
  }
  if (!READABLE_CHARSET.test(charset)) throw unsupported('Send text as UTF-8.');
}

/** As the static files' handler reads an address, which unpacks it first. */
function leadsToPublicFiles(path: string): boolean {
  const unpacked = isWellFormed(path) ? decodeURIComponent(path) : path;
  return PUBLIC_FILES_PATH.test(posix.normalize(unpacked));
}

const nothingHere = () =>
  new Problem({ type: 'not-found', detail: 'There is nothing at this address.' });

function checkAccepted(ctx: ParameterizedContext, answers: string[]): void {
  const { accept = '*/*' } = ctx.headers;
  // What nearly all clients send needs no negotiation, which is slow for a long list.
  const takesAll = accept.includes('*/*') && !accept.includes('q=0');
  if (takesAll || accept === 'application/json' || ctx.accepts(answers) !== false) return;
  throw new Problem({
    type: 'not-acceptable',
    detail: 'Nothing of the API comes in a format that the Accept header lists.',
  });
}

/**
 * Refuses what no handler should see, before a byte of the body is read: unknown methods, over-long
 * or malformed addresses, queries beyond the limits, bodies of a kind that the address does not take.
 */
export function createRequestGuard(guard: Dependencies): Middleware {
  return (ctx, next) => {
    checkRequestLine(ctx);
    if (API_PATH.test(ctx.path)) {
      checkQuery(ctx);
      checkAccepted(ctx, guard.answers);
    }
    if (
      !guard.isDeveloping &&
      SCHEMA_PATH.test(ctx.path) &&
      !['GET', 'HEAD'].includes(ctx.method)
    ) {
      throw nothingHere();
    }
    if (leadsToPublicFiles(ctx.path)) throw nothingHere();
    if (FETCHING_PATH.test(ctx.path)) {
      const detail = 'This server fetches no files. Download the file and upload it.';
      throw new Problem({ type: 'forbidden', detail });
    }
    if (bringsBody(ctx.headers)) checkBodyType(ctx, guard);
    return next();
  };
}
