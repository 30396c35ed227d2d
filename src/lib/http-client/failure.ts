/** How a request failed, as far as trying again is concerned. */
export type HttpFailureKind =
  | 'network'
  | 'timeout'
  | 'status'
  | 'unreadable'
  | 'too-large'
  | 'refused'
  | 'aborted';

interface HttpFailureDetails {
  kind: HttpFailureKind;
  status?: number;
  /** From `Retry-After`, when the server said. */
  retryAfterMs?: number;
  /** The beginning of the body, for telling what the server complained about. */
  body?: string;
  cause?: unknown;
}

/** A request that brought no usable answer. */
export class HttpFailure extends Error {
  readonly kind: HttpFailureKind;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly body: string;

  constructor(message: string, { kind, status, retryAfterMs, body, cause }: HttpFailureDetails) {
    super(message, { cause });
    this.name = 'HttpFailure';
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.body = body ?? '';
  }
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date; nothing when it is neither. */
export function parseRetryAfter(value: unknown, nowMs: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
