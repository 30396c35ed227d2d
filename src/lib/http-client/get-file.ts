import { createWriteStream } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import axios, { type AxiosResponse } from 'axios';
import { HttpFailure, parseRetryAfter } from './failure';
import { hostOf, isPublicAddress, lookupPublic } from './public-address';

const MAX_REDIRECTS = 5;

export interface FileClientSettings {
  userAgent: string;
  /** Without a byte for so long, a transfer is over. */
  idleMs: number;
  maxBytes: number;
  /** Whether plain HTTP and addresses of our own network may be asked: only where a test does. */
  allowsPrivate: boolean;
  now: () => number;
}

export interface FileClient {
  /** Writes the body of a 200 into a file. @throws HttpFailure for anything else, also half a body. */
  getFile(url: string, path: string, options: FileRequest): Promise<void>;
}

export interface FileRequest {
  signal: AbortSignal;
  /** Sent to the host of the first address only. */
  headers?: Record<string, string>;
}

const refused = (detail: string) => new HttpFailure(detail, { kind: 'refused' });
const tooLarge = (maxBytes: number) =>
  new HttpFailure(`The file is larger than ${maxBytes} bytes`, { kind: 'too-large' });

/** @throws HttpFailure for an address that is not for us to ask. */
function checkAddress(url: URL): void {
  if (url.protocol !== 'https:') throw refused('Only https addresses are fetched');
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) {
    throw refused(`${host} is no address of the Internet`);
  }
}

/** Counts what passes. */
function createCount(maxBytes: number, onBytes: () => void) {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onBytes();
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

/** A client for large files: streamed to disk, guarded against our own network, whole or not at all. */
export function createFileClient(settings: FileClientSettings): FileClient {
  const { userAgent, idleMs, maxBytes, allowsPrivate, now } = settings;
  const guard = allowsPrivate ? {} : { lookup: lookupPublic };
  const http = axios.create({
    responseType: 'stream',
    decompress: false,
    maxRedirects: 0,
    // A proxy would look the name up by itself.
    proxy: false,
    validateStatus: () => true,
    httpAgent: new HttpAgent(guard),
    httpsAgent: new HttpsAgent(guard),
    headers: { 'User-Agent': userAgent, 'Accept-Encoding': 'identity' },
  });

  async function open(
    address: string,
    { signal, headers = {} }: FileRequest,
  ): Promise<AxiosResponse<Readable>> {
    const first = new URL(address);
    let url = first;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      if (!allowsPrivate) checkAddress(url);
      const sent = url.origin === first.origin ? headers : {};
      const answer = await http.get<Readable>(url.href, { signal, headers: sent });
      const { location } = answer.headers as { location?: string };
      if (answer.status < 300 || answer.status >= 400 || !location) return answer;
      answer.data.destroy();
      url = new URL(location, url);
    }
    throw refused('The address leads from one to the next');
  }

  async function receive(url: string, path: string, request: FileRequest, onBytes: () => void) {
    const { status, headers, data } = await open(url, request);
    if (status !== 200) {
      data.destroy();
      const retryAfterMs = parseRetryAfter(headers['retry-after'], now());
      const details = { kind: 'status' as const, status, retryAfterMs };
      throw new HttpFailure(`The server answered ${status}`, details);
    }
    const announced = Number(headers['content-length'] ?? NaN);
    if (announced > maxBytes) throw tooLarge(maxBytes);
    const count = createCount(maxBytes, onBytes);
    await pipeline(data, count.stream, createWriteStream(path), { signal: request.signal });
    if (!Number.isNaN(announced) && count.bytes() !== announced) {
      throw new HttpFailure('The file came in part', { kind: 'unreadable' });
    }
  }

  return {
    async getFile(url, path, { signal, headers }) {
      const idle = new AbortController();
      let timer = setTimeout(() => idle.abort(), idleMs);
      const again = () => {
        clearTimeout(timer);
        timer = setTimeout(() => idle.abort(), idleMs);
      };
      const both = AbortSignal.any([signal, idle.signal]);
      try {
        await receive(url, path, { signal: both, headers }, again);
      } catch (cause) {
        if (signal.aborted) throw new HttpFailure('The request was cancelled', { kind: 'aborted' });
        if (cause instanceof HttpFailure) throw cause;
        const kind = idle.signal.aborted ? 'timeout' : 'network';
        throw new HttpFailure(`No complete file: ${(cause as Error).message}`, { kind, cause });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
