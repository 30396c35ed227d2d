import type { IncomingHttpHeaders } from 'node:http';

/** A request as a provider's imitation sees it. */
export interface ReplayRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

/** An answer before it is packed and, perhaps, spoilt. */
export interface ReplayAnswer {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}

/** One provider: answers what it knows, `null` for paths that are not its own. */
export interface ReplayProvider {
  name: string;
  answer(request: ReplayRequest): ReplayAnswer | null;
}

/** A request as it was logged, for assertions about pace, user agent and parameters. */
export interface LoggedRequest {
  atMs: number;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** The fault that was injected, if one was. */
  fault: string | null;
  status: number;
  /** How many requests were open when this one came, itself included. */
  open: number;
}

export const jsonAnswer = (value: unknown, status = 200): ReplayAnswer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

export const textAnswer = (body: string, status: number): ReplayAnswer => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body,
});
