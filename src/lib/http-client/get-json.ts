import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import { HttpFailure, parseRetryAfter } from './failure';

const gunzipBody = promisify(gunzip);
const SHOWN_BODY_CHARACTERS = 500;
const MAX_REDIRECTS = 3;
const NO_CONTENT = 204;

export interface JsonClientSettings {
  userAgent: string;
  /** For the whole answer, first byte to last: a body that drips counts too. */
  timeoutMs: number;
  /** Of the answer as sent and as unpacked; a larger one is refused, not read. */
  maxBytes: number;
  now: () => number;
}

export interface JsonClient {
  /** The parsed JSON of a 200. @throws HttpFailure for anything else. */
  getJson(url: string, signal: AbortSignal): Promise<unknown>;
}

type BinaryAnswer = AxiosResponse<Buffer>;

function toFailure(error: unknown, isTimeout: boolean, isAborted: boolean): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (isAborted) return new HttpFailure('The request was cancelled', { kind: 'aborted' });
  if (isTimeout)
    return new HttpFailure('No complete answer in time', { kind: 'timeout', cause: error });
  const isTooLarge = /maxContentLength|larger than/.test(reason);
  const kind = isTooLarge ? 'too-large' : 'network';
  return new HttpFailure(`No complete answer: ${reason}`, { kind, cause: error });
}

/**
 * Unpacks strictly: the lenient way of most clients takes half a gzip stream for a whole one, which
 * would turn a broken transfer into a short page.
 */
async function bodyOf(answer: BinaryAnswer, maxBytes: number): Promise<string> {
  const encoding = String(answer.headers['content-encoding'] ?? 'identity');
  if (encoding === 'identity') return answer.data.toString('utf8');
  if (encoding !== 'gzip') {
    throw new HttpFailure(`Cannot read the encoding ${encoding}`, { kind: 'unreadable' });
  }
  try {
    return (await gunzipBody(answer.data, { maxOutputLength: maxBytes })).toString('utf8');
  } catch (cause) {
    const isTooLarge = (cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    const kind = isTooLarge ? 'too-large' : 'unreadable';
    throw new HttpFailure('The compressed answer is broken or too large', { kind, cause });
  }
}

function parseBody(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const body = text.slice(0, SHOWN_BODY_CHARACTERS);
    throw new HttpFailure('The answer is not JSON', { kind: 'unreadable', status, body, cause });
  }
}

/** A client for JSON over HTTP that never takes a part of an answer for the whole. */
export function createJsonClient(settings: JsonClientSettings): JsonClient {
  const { userAgent, timeoutMs, maxBytes, now } = settings;
  const http = axios.create({
    responseType: 'arraybuffer',
    decompress: false,
    maxContentLength: maxBytes,
    maxRedirects: MAX_REDIRECTS,
    validateStatus: () => true,
    headers: { 'User-Agent': userAgent, Accept: 'application/json', 'Accept-Encoding': 'gzip' },
  });

  async function request(url: string, signal: AbortSignal): Promise<unknown> {
    const answer: BinaryAnswer = await http.get<Buffer>(url, { signal });
    // An answer without content has none to unpack, whatever its headers say of it.
    const text = answer.status === NO_CONTENT ? '' : await bodyOf(answer, maxBytes);
    if (answer.status === 200) return parseBody(text, 200);
    throw new HttpFailure(`The server answered ${answer.status}`, {
      kind: 'status',
      status: answer.status,
      retryAfterMs: parseRetryAfter(answer.headers['retry-after'], now()),
      body: text.slice(0, SHOWN_BODY_CHARACTERS),
    });
  }

  return {
    async getJson(url, signal) {
      const controller = new AbortController();
      const cancel = () => controller.abort();
      let isTimeout = false;
      const timer = setTimeout(() => {
        isTimeout = true;
        cancel();
      }, timeoutMs);
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      try {
        return await request(url, controller.signal);
      } catch (error) {
        throw toFailure(error, isTimeout, signal.aborted);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
