import { Problem, type ProblemType } from '../problem';
import { isErrorLike, type ErrorLike } from './error-like';

/** What went wrong with the network or the server, as Node, `pg` and knex name it. */
const NO_ANSWER_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '53300', // too many connections
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // starting up or shutting down
]);
const CONNECTION_EXCEPTION = /^08[0-9A-Z]{3}$/;
/** `pg` gives these no code; the last is a transaction that lost its connection between two statements. */
const NO_ANSWER_MESSAGES =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|aborted \(Pool\)|Unable to acquire a connection|Transaction query already complete/;

const BY_SQLSTATE: Record<string, ProblemType> = {
  '40001': 'overloaded', // serialization failure
  '40P01': 'overloaded', // deadlock
  '55P03': 'overloaded', // lock not available
  '57014': 'timeout', // cancelled by statement_timeout
  '53100': 'insufficient-storage', // disk full
  '23505': 'conflict', // unique violation
  '22003': 'validation-failed', // number out of range
  '22021': 'validation-failed', // a byte that UTF-8 or text cannot hold, NUL for example
  '22P05': 'validation-failed', // the same inside json
  '22P02': 'validation-failed', // no number, no JSON
  '22007': 'validation-failed', // no date
  '22008': 'validation-failed', // a date out of range
  '54000': 'validation-failed', // too long for its index
  '23514': 'validation-failed', // a check of the table
};

const DETAILS: Partial<Record<ProblemType, string>> = {
  'dependency-unavailable': 'The database does not answer. Try again in a moment.',
  overloaded: 'Too many things happened at once. Try again in a moment.',
  timeout: 'The answer took too long to find. Ask for less.',
  'insufficient-storage': 'There is no room to store this.',
  conflict: 'Something with the same identity exists already.',
  'validation-failed':
    'A value is out of range, too long, of the wrong kind or holds characters that cannot be stored.',
};

const RETRY_AFTER_SECONDS: Partial<Record<ProblemType, number>> = {
  'dependency-unavailable': 5,
  overloaded: 1,
};

/** The error, its causes, and for a connection tried on several addresses, each of its errors. */
function* chainOf(error: unknown, depth = 0): Generator<ErrorLike> {
  if (!isErrorLike(error) || depth > 5) return;
  yield error;
  if (Array.isArray(error.errors)) {
    for (const inner of error.errors) yield* chainOf(inner, depth + 1);
  }
  yield* chainOf(error.cause, depth + 1);
}

function isNoAnswer(error: ErrorLike): boolean {
  const code = typeof error.code === 'string' ? error.code : '';
  return (
    error.name === 'KnexTimeoutError' ||
    NO_ANSWER_CODES.has(code) ||
    CONNECTION_EXCEPTION.test(code) ||
    NO_ANSWER_MESSAGES.test(error.message)
  );
}

function typeOf(error: unknown): ProblemType | undefined {
  for (const link of chainOf(error)) {
    if (isNoAnswer(link)) return 'dependency-unavailable';
    if (typeof link.code !== 'string') continue;
    const type = BY_SQLSTATE[link.code];
    if (type) return type;
  }
  return undefined;
}

/** The problem behind an error of `pg` or knex, when it is one that a client can be told about. */
export function databaseProblem(error: unknown): Problem | undefined {
  const type = typeOf(error);
  if (!type) return undefined;
  return new Problem({
    type,
    detail: DETAILS[type] ?? '',
    retryAfterSeconds: RETRY_AFTER_SECONDS[type],
  });
}
