import { errors } from '@strapi/utils';
import { Problem, type ProblemType } from '../problem';
import { databaseProblem } from './database-problem';
import { isErrorLike, type ErrorLike } from './error-like';
import { filterProblem } from './filter-problem';
import { strapiProblem, type RequestFacts, type StrapiError } from './strapi-problem';

const BY_STATUS: Record<number, ProblemType> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'timeout',
  409: 'conflict',
  412: 'precondition-failed',
  413: 'payload-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  422: 'validation-failed',
  429: 'rate-limited',
  431: 'header-too-large',
  503: 'dependency-unavailable',
  504: 'timeout',
  507: 'insufficient-storage',
};

/** Said when the error itself brings no words of its own. */
const DETAILS: Partial<Record<ProblemType, string>> = {
  'malformed-body': 'The body is not what its Content-Type says, or is cut off.',
  'invalid-query': 'The request cannot be understood.',
  unauthenticated: 'This needs a valid sign-in.',
  forbidden: 'You may not do this.',
  'not-found': 'There is nothing at this address, or you may not see it.',
  'method-not-allowed': 'This address knows other methods; the Allow header lists them.',
  'payload-too-large': 'The body is larger than this address takes.',
  'rate-limited': 'Too many requests. Wait as long as Retry-After says.',
  'dependency-unavailable': 'A service this needs does not answer. Try again in a moment.',
  internal: 'Something went wrong on our side. The request id helps us to find it.',
};

/** Reason phrases (`Not Found`) and the words of the body parser. */
const STANDARD_REASON = /^[A-Z][A-Za-z]+( [A-Z][A-Za-z]+)*$|^request [a-z ]+$|^$/;

const internal = () => problemOf('internal', '');

function problemOf(type: ProblemType, said: string): Problem {
  const isBare = STANDARD_REASON.test(said);
  return new Problem({
    type,
    detail: isBare ? (DETAILS[type] ?? `${said || type}.`) : said,
    ...(type === 'dependency-unavailable' && { retryAfterSeconds: 5 }),
  });
}

/** The problem of an answer that has only a status and perhaps some words. */
export function problemOfStatus(status: number, said: string, request: RequestFacts): Problem {
  if (status === 400) return problemOf(request.asks ? 'invalid-query' : 'validation-failed', said);
  return problemOf(BY_STATUS[status] ?? (status < 500 ? 'invalid-query' : 'internal'), said);
}

/** The status that http-errors, koa, raw-body and formidable put on what they throw. */
function statusOf({ status, statusCode, httpCode }: ErrorLike): number | undefined {
  const found = status ?? statusCode ?? httpCode;
  return typeof found === 'number' && found >= 400 && found < 600 ? found : undefined;
}

/** Unpacking failed (zlib), parsing failed (co-body), or the query broke a limit of its parser. */
function inputProblem({ code, status, name }: ErrorLike): Problem | undefined {
  if (typeof code === 'string' && code.startsWith('Z_')) return problemOf('malformed-body', '');
  if (status === 400 && name === 'SyntaxError') return problemOf('malformed-body', '');
  return undefined;
}

/**
 * Turns anything that was thrown into the problem a client is told. Nothing of an unknown error
 * shows; the caller logs it.
 */
export function toProblem(error: unknown, request: RequestFacts): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof errors.ApplicationError) {
    // Its details are typed any; strapiProblem looks before it reads.
    return strapiProblem(error as StrapiError, request);
  }
  const known = databaseProblem(error);
  if (known?.type === 'validation-failed' && request.asks) {
    return problemOf('invalid-query', known.message);
  }
  if (known) return known;
  if (!isErrorLike(error)) return internal();
  const input = inputProblem(error) ?? (request.asks ? filterProblem(error) : undefined);
  if (input) return input;
  const status = statusOf(error);
  if (status === undefined || status >= 500) return internal();
  if (status === 400 && !request.asks) return problemOf('malformed-body', error.message);
  return problemOfStatus(status, error.message, request);
}
