import { errors } from '@strapi/utils';
import { Problem, PROBLEM_TYPES, type InputFault, type ProblemType } from '../problem';

/** One of Strapi's errors, whatever its details are. */
export type StrapiError = errors.ApplicationError<string, string, unknown>;

/** What the translation needs to know about the request. */
export interface RequestFacts {
  /** A method that asks and sends no body, so that a fault must be in the query. */
  asks: boolean;
  /** The body is Strapi's `{data: {...}}`; its validators report paths below `data`. */
  hasDataEnvelope: boolean;
}

const CLASSES = [
  [errors.UnauthorizedError, 'unauthenticated'],
  [errors.ForbiddenError, 'forbidden'],
  [errors.NotFoundError, 'not-found'],
  [errors.PayloadTooLargeError, 'payload-too-large'],
  [errors.RateLimitError, 'rate-limited'],
  [errors.NotImplementedError, 'internal'],
  [errors.PaginationError, 'invalid-query'],
] as const;

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isProblemType = (value: string): value is ProblemType => value in PROBLEM_TYPES;

function pathOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value.split('.') : [];
}

function pointerOf(path: string[], { hasDataEnvelope }: RequestFacts): string {
  const full = hasDataEnvelope && path[0] !== 'data' ? ['data', ...path] : path;
  return full.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** `details` of a Strapi validator: `{source, param, key, path}` or `{errors: [{path, message}]}`. */
function faultsOf(
  { message, details }: { message: string; details: unknown },
  inQuery: boolean,
  request: RequestFacts,
): InputFault[] {
  if (!isRecord(details)) return [];
  const listed = Array.isArray(details['errors']) ? details['errors'].filter(isRecord) : [details];
  return listed.flatMap((item): InputFault[] => {
    const path = pathOf(item['path'] ?? item['key']);
    const named = item['param'] ?? details['param'];
    const parameter = typeof named === 'string' ? named : path[0];
    const said = typeof item['message'] === 'string' ? item['message'] : message;
    const code = /invalid key/i.test(said) ? 'unknown' : 'invalid';
    if (inQuery) {
      return parameter === undefined ? [] : [{ parameter, code, message: said }];
    }
    return path.length === 0 ? [] : [{ pointer: pointerOf(path, request), code, message: said }];
  });
}

/** Pagination errors name their parameter in the message only. */
function paginationFaults({ message }: Error): InputFault[] {
  const named = /'(page|pageSize|start|limit)'|(?:convert(Start|Limit)Query)/.exec(message);
  const name = named?.[1] ?? named?.[2]?.toLowerCase();
  return [{ parameter: name ? `pagination[${name}]` : 'pagination', code: 'invalid', message }];
}

function typeOf(error: Error, code: string, inQuery: boolean): ProblemType {
  if (isProblemType(code)) return code;
  const found = CLASSES.find(([kind]) => error instanceof kind);
  return found?.[1] ?? (inQuery ? 'invalid-query' : 'validation-failed');
}

/** The problem behind one of Strapi's own application errors. */
export function strapiProblem(error: StrapiError, request: RequestFacts): Problem {
  const details = isRecord(error.details) ? error.details : {};
  const given = details['code'];
  const code = typeof given === 'string' && SLUG.test(given) ? given : '';
  const isPagination =
    error instanceof errors.PaginationError || /convert(Start|Limit)Query/.test(error.message);
  const inQuery =
    details['source'] === 'query' || isPagination || (details['source'] !== 'body' && request.asks);
  const type = typeOf(error, code, inQuery);
  const isInput = type === 'invalid-query' || type === 'validation-failed';
  const inputFaults = isPagination ? paginationFaults(error) : faultsOf(error, inQuery, request);
  const notImplemented =
    error instanceof errors.NotImplementedError ? 'not-implemented' : undefined;
  return new Problem({
    type,
    detail: error.message,
    code: code || notImplemented,
    faults: isInput ? inputFaults : [],
  });
}
