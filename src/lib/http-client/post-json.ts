import axios from 'axios';
import { HttpFailure, parseRetryAfter } from './failure';

const SHOWN_BODY_CHARACTERS = 500;
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface PostClient {
  /** The text of a 200 or 201. @throws HttpFailure for anything else. */
  postJson(url: string, body: unknown, signal: AbortSignal): Promise<string>;
}

interface PostSettings {
  userAgent: string;
  timeoutMs: number;
  account: { user: string; password: string };
  now: () => number;
}

/** A client that sends JSON for an account (HTTP Basic) and leads nowhere else. */
export function createPostClient(settings: PostSettings): PostClient {
  const { userAgent, timeoutMs, account, now } = settings;
  const http = axios.create({
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    maxRedirects: 0,
    timeout: timeoutMs,
    maxContentLength: MAX_ANSWER_BYTES,
    validateStatus: () => true,
    auth: { username: account.user, password: account.password },
    headers: { 'User-Agent': userAgent, 'Content-Type': 'application/json' },
  });
  return {
    async postJson(url, body, signal) {
      const answer = await http
        .post<string>(url, JSON.stringify(body), { signal })
        .catch((cause: Error) => {
          const kind = signal.aborted ? 'aborted' : 'network';
          // Its own message may hold the headers of the request, and those the password.
          throw new HttpFailure(`No complete answer: ${cause.message}`, { kind });
        });
      const { status, headers, data } = answer;
      if (status === 200 || status === 201) return data;
      throw new HttpFailure(`The server answered ${status}`, {
        kind: 'status',
        status,
        retryAfterMs: parseRetryAfter(headers['retry-after'], now()),
        body: data.slice(0, SHOWN_BODY_CHARACTERS),
      });
    },
  };
}
