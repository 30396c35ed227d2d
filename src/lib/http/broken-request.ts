import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../problem';
import { KNOWN_METHODS } from './known-methods';
import { renderProblem } from './render-problem';

/** Node has given up, but the line is one of HTTP: its method is what nobody knows. */
const REQUEST_LINE = /^[A-Z-]{1,32} \S+ HTTP\/1\.[01]\r?\n/;

interface BrokenRequest extends Error {
  code?: string;
  /** What had arrived. */
  rawPacket?: Buffer;
}

interface Refusal {
  status: number;
  problem: Problem;
  headers?: string[];
}

const unknownMethod = (): Refusal => ({
  status: 405,
  problem: new Problem({ type: 'method-not-allowed', detail: 'This method is not known here.' }),
  headers: [`Allow: ${KNOWN_METHODS.join(', ')}`],
});

function refusalBehind({ code, rawPacket }: BrokenRequest): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = 'The address and headers together are larger than 16 kB.';
    return { status: 431, problem: new Problem({ type: 'header-too-large', detail }) };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const detail = 'The request did not arrive in time.';
    return { status: 408, problem: new Problem({ type: 'timeout', detail }) };
  }
  if (code === 'HPE_INVALID_METHOD' && REQUEST_LINE.test(rawPacket?.toString('latin1') ?? '')) {
    return unknownMethod();
  }
  const detail = 'This is not a well-formed HTTP request.';
  const type = 'malformed-body';
  return { status: 400, problem: new Problem({ type, code: 'malformed-request', detail }) };
}

function end(socket: Duplex, { status, problem, headers = [] }: Refusal): void {
  const requestId = randomUUID();
  const rendered = renderProblem(problem, { requestId });
  const body = JSON.stringify({ ...rendered, status, error: { ...rendered.error, status } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    ...headers,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Answers what Node could not parse as a request, and so never reaches a middleware. A listener of
 * the server's `clientError`.
 */
export function answerBrokenRequest(error: BrokenRequest, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else end(socket, refusalBehind(error));
}

/** Answers a request to become a tunnel. A listener of the server's `connect`; without one Node just hangs up. */
export function answerConnect(_request: IncomingMessage, socket: Duplex): void {
  end(socket, unknownMethod());
}
