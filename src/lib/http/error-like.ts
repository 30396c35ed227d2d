/** An error as its fields show it. `instanceof` would miss errors made in another realm. */
export interface ErrorLike {
  name: string;
  message: string;
  code?: unknown;
  /** What PostgreSQL adds to its message. */
  detail?: unknown;
  status?: unknown;
  statusCode?: unknown;
  httpCode?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** Whether a thrown value has what every error has. */
export function isErrorLike(thrown: unknown): thrown is ErrorLike {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message } = thrown as Partial<Record<'name' | 'message', unknown>>;
  return typeof name === 'string' && typeof message === 'string';
}
