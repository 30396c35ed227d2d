import { errors } from '@strapi/utils';

/** The problem types of the API, one slug each, with status and title. Slugs are never renamed. */
export const PROBLEM_TYPES = {
  'malformed-body': [400, 'The body cannot be read'],
  'invalid-query': [400, 'The query cannot be understood'],
  'validation-failed': [422, 'The content is not valid'],
  'ambiguous-credentials': [400, 'Two different sign-ins came with one request'],
  unauthenticated: [401, 'Sign in first'],
  'invalid-credentials': [401, 'These credentials are not valid'],
  'invalid-code': [401, 'This code is not valid'],
  'reauthentication-required': [401, 'Sign in again for this'],
  'confirmation-required': [403, 'This needs a confirmation'],
  'csrf-failed': [403, 'This request may come from another site'],
  forbidden: [403, 'This is not allowed'],
  'not-found': [404, 'Nothing is here'],
  'method-not-allowed': [405, 'This method is not allowed here'],
  'not-acceptable': [406, 'None of the accepted formats can be given'],
  conflict: [409, 'This conflicts with what is there'],
  'precondition-failed': [412, 'A precondition failed'],
  'payload-too-large': [413, 'The body is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'unsupported-media-type': [415, 'This content type is not accepted'],
  'too-many-connections': [429, 'Too many connections'],
  'rate-limited': [429, 'Too many requests'],
  'header-too-large': [431, 'The headers are too large'],
  internal: [500, 'Something went wrong'],
  overloaded: [503, 'Too busy'],
  'dependency-unavailable': [503, 'A service this needs is not available'],
  timeout: [504, 'This took too long'],
  'insufficient-storage': [507, 'No room to store this'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemType = keyof typeof PROBLEM_TYPES;

/** One fault of an input: `parameter` of a query, or `pointer` (RFC 6901) into a body. */
export interface InputFault {
  parameter?: string;
  pointer?: string;
  code: string;
  message: string;
}

export type ProblemExtensions = Readonly<Record<string, string | number | boolean | null>>;

interface ProblemDetails {
  type: ProblemType;
  detail: string;
  /** Finer than `type`, kebab-case; defaults to it. Clients branch on it. */
  code?: string;
  faults?: InputFault[];
  retryAfterSeconds?: number;
  /** Members of the answer beside the standard ones (RFC 9457, section 3.2), such as `requestedAt`. */
  extensions?: ProblemExtensions;
}

/** An expected failure that a client is told about. The HTTP door and the socket acks render it. */
export class Problem extends errors.ApplicationError<'Problem'> {
  readonly type: ProblemType;
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly faults: InputFault[];
  readonly retryAfterSeconds?: number;
  readonly extensions: ProblemExtensions;

  constructor({ type, detail, code, faults, retryAfterSeconds, extensions }: ProblemDetails) {
    super(detail);
    this.name = 'Problem';
    this.type = type;
    [this.status, this.title] = PROBLEM_TYPES[type];
    this.code = code ?? type;
    this.faults = faults ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
    this.extensions = extensions ?? {};
  }
}
