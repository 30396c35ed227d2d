import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  jsonAnswer,
  textAnswer,
  type LoggedRequest,
  type ReplayAnswer,
  type ReplayProvider,
  type ReplayRequest,
} from './exchange';
import { createFaultBoard, type Fault } from './faults';

export interface ReplayServer {
  /** Base address, without a slash at the end. */
  url: string;
  /** Replaces the armed faults; none disarms. */
  arm(...faults: Fault[]): void;
  /** The requests so far, oldest first. */
  requests: LoggedRequest[];
  close(): Promise<void>;
}

interface StartOptions {
  providers: ReplayProvider[];
  port?: number;
  /** A server for a bench keeps no log. */
  keepsLog?: boolean;
}

function toRequest(incoming: IncomingMessage): ReplayRequest {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://replay');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

function withError(answer: ReplayAnswer, { error = 'internal', keepResults }: Fault): ReplayAnswer {
  const envelope = JSON.parse(answer.body.toString()) as Record<string, unknown>;
  return jsonAnswer({ ...envelope, ...(!keepResults && { total: 0, results: [] }), error });
}

function withoutResult(answer: ReplayAnswer, { without }: Fault): ReplayAnswer {
  const envelope = JSON.parse(answer.body.toString()) as { results: { id: unknown }[] };
  const results = envelope.results.filter(({ id }) => id !== without);
  return jsonAnswer({ ...envelope, results });
}

/** The faults that change what is said; those of the transport come later. */
function spoil(answer: ReplayAnswer, faults: Fault[], previous: ReplayAnswer | null): ReplayAnswer {
  let spoilt = answer;
  for (const fault of faults) {
    if (fault.kind === 'status') {
      const headers = fault.retryAfter ? { 'retry-after': fault.retryAfter } : undefined;
      spoilt = { ...textAnswer(fault.body ?? 'injected', fault.status ?? 500), headers };
    }
    if (fault.kind === 'html') spoilt = textAnswer('<html><body>maintenance</body></html>', 200);
    if (fault.kind === 'error-in-answer') spoilt = withError(spoilt, fault);
    if (fault.kind === 'unlisted') spoilt = withoutResult(spoilt, fault);
    if (fault.kind === 'repeated-page' && previous) spoilt = previous;
  }
  return spoilt;
}

/** Sends an answer, whole or broken. */
function send(
  answer: ReplayAnswer,
  faults: Fault[],
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
): void {
  const has = (kind: Fault['kind']) => faults.some((fault) => fault.kind === kind);
  if (has('reset')) {
    incoming.socket.resetAndDestroy();
    return;
  }
  const isGzip = /\bgzip\b/.test(String(incoming.headers['accept-encoding'] ?? ''));
  const plain = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  const body = isGzip ? gzipSync(plain, { level: 1 }) : plain;
  const headers = {
    'content-type': answer.contentType,
    ...(isGzip && { 'content-encoding': 'gzip' }),
    ...answer.headers,
  };
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (has('truncated-gzip')) {
    // A proxy that lost the second half and closed the answer as if it were whole.
    response.writeHead(answer.status, { ...headers, 'content-length': half.length });
    response.end(half);
    return;
  }
  response.writeHead(answer.status, { ...headers, 'content-length': body.length });
  if (has('truncated-body')) response.write(half, () => incoming.socket.destroy());
  else response.end(body);
}

/**
 * Starts a real HTTP server that speaks for providers on a loopback port. Faults are armed by `arm`
 * or, from another process, by `POST /__faults` with a JSON list.
 */
export async function startReplayServer({
  providers,
  port = 0,
  keepsLog = true,
}: StartOptions): Promise<ReplayServer> {
  const board = createFaultBoard();
  const requests: LoggedRequest[] = [];
  const previousByPath = new Map<string, ReplayAnswer>();
  let open = 0;

  async function control(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.url === '/__faults' && incoming.method === 'POST') {
      board.arm(JSON.parse(await readBody(incoming)) as Fault[]);
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(requests));
  }

  async function answerRequest(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = toRequest(incoming);
    const faults = board.meet(request.path);
    let plain = textAnswer('<html><body>Cannot GET</body></html>', 404);
    for (const provider of providers) plain = provider.answer(request) ?? plain;
    const answer = spoil(plain, faults, previousByPath.get(request.path) ?? null);
    if (keepsLog) {
      // What a client last got whole is what a stale cache would give again.
      if (faults.length === 0) previousByPath.set(request.path, plain);
      requests.push({
        atMs: Date.now(),
        path: request.path,
        query: Object.fromEntries(request.query),
        headers: request.headers,
        fault: faults.map(({ kind }) => kind).join('+') || null,
        status: answer.status,
        open,
      });
    }
    const delayMs = faults.find(({ kind }) => kind === 'slow')?.delayMs ?? 0;
    if (delayMs > 0) await sleep(delayMs);
    if (!incoming.socket.destroyed) send(answer, faults, { incoming, response });
  }

  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith('/__') ?? false;
    open += 1;
    response.on('close', () => (open -= 1));
    (isControl ? control(incoming, response) : answerRequest(incoming, response)).catch(
      (error: unknown) => {
        response.statusCode = 500;
        response.end(`replay server: ${String(error)}`);
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    arm: (...faults) => board.arm(faults),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
