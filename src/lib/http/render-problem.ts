import type { InputFault, Problem, ProblemType } from '../problem';

/** The one body of every refusal: RFC 9457 problem details and Strapi's `{data, error}` at once. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  code: string;
  requestId?: string;
  /** Every fault of the input; empty when the input is not what is wrong. */
  errors: InputFault[];
  data: null;
  error: {
    status: number;
    name: string;
    message: string;
    details: { errors?: { path: string[]; message: string; name: string }[] };
  };
}

/** Names that clients of Strapi branch on. */
const STRAPI_NAMES: Partial<Record<ProblemType, string>> = {
  'malformed-body': 'ValidationError',
  'invalid-query': 'ValidationError',
  'validation-failed': 'ValidationError',
  unauthenticated: 'UnauthorizedError',
  'invalid-credentials': 'UnauthorizedError',
  'invalid-code': 'UnauthorizedError',
  'reauthentication-required': 'UnauthorizedError',
  forbidden: 'ForbiddenError',
  'csrf-failed': 'ForbiddenError',
  'confirmation-required': 'ForbiddenError',
  'not-found': 'NotFoundError',
  'payload-too-large': 'PayloadTooLargeError',
  'rate-limited': 'RateLimitError',
  internal: 'InternalServerError',
};

function strapiPath({ parameter, pointer }: InputFault): string[] {
  if (parameter !== undefined) return [parameter];
  return (pointer ?? '').split('/').slice(1);
}

/**
 * The body of a problem. HTTP answers send it as `application/problem+json`; socket acks carry it
 * as `problem`.
 */
export function renderProblem(
  problem: Problem,
  { instance, requestId }: { instance?: string; requestId?: string } = {},
): ProblemBody {
  const { type, title, status, message, code, faults, extensions } = problem;
  const details =
    faults.length === 0
      ? {}
      : {
          errors: faults.map((fault) => ({
            path: strapiPath(fault),
            message: fault.message,
            name: 'ValidationError',
          })),
        };
  return {
    // First, so that none of them takes the place of a standard member.
    ...extensions,
    type: `/problems/${type}`,
    title,
    status,
    detail: message,
    ...(instance !== undefined && { instance }),
    code,
    ...(requestId !== undefined && { requestId }),
    errors: faults,
    data: null,
    error: { status, name: STRAPI_NAMES[type] ?? 'ApplicationError', message, details },
  };
}
