import type { TestApp } from './app';

/** What a test reads of an answer of the API. */
export interface Answer {
  status: number;
  /** Of a problem. */
  code: string | undefined;
  /** What stands under `data`, or the whole body when nothing does. */
  data: Record<string, unknown>;
  text: string;
  headers: Headers;
  /** Set-Cookie lines by the name of the cookie. */
  cookies: Record<string, string>;
}

interface Request {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function parse(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  const body: unknown = JSON.parse(text);
  return isRecord(body) ? body : {};
}

/** Asks the API: `ask('POST /api/auth/logout', {headers, body})`. */
export const createAsk =
  (app: () => TestApp) =>
  async (what: string, { headers = {}, body }: Request = {}): Promise<Answer> => {
    const [method, path] = what.split(' ');
    const answer = await fetch(`${app().url}${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = parse(text);
    const lines = answer.headers.getSetCookie();
    return {
      status: answer.status,
      code: typeof parsed['code'] === 'string' ? parsed['code'] : undefined,
      data: isRecord(parsed['data']) ? parsed['data'] : parsed,
      text,
      headers: answer.headers,
      cookies: Object.fromEntries(lines.map((line) => [line.split('=', 1)[0] ?? '', line])),
    };
  };

/** The value of a Set-Cookie line. */
export const cookieValue = (line = ''): string => /^[^=]+=([^;]*)/.exec(line)?.[1] ?? '';
