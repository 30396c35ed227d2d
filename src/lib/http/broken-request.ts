import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../problem';
import { renderProblem } from './render-problem';

function problemBehind(code: string | undefined): { status: number; problem: Problem } {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = 'The address and headers together are larger than 16 kB.';
    return { status: 431, problem: new Problem({ type: 'header-too-large', detail }) };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const detail = 'The request did not arrive in time.';
    return { status: 408, problem: new Problem({ type: 'timeout', detail }) };
  }
  const detail = 'This is not a well-formed HTTP request.';
  const type = 'malformed-body';
  return { status: 400, problem: new Problem({ type, code: 'malformed-request', detail }) };
}

/**
 * Answers what Node could not parse as a request, and so never reaches a middleware. A listener of
 * the server's `clientError`.
 */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const { status, problem } = problemBehind(error.code);
  const rendered = renderProblem(problem, { requestId });
  const body = JSON.stringify({ ...rendered, status, error: { ...rendered.error, status } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
