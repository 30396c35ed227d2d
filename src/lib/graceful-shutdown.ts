import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startDraining } from './draining';

export interface GracefulShutdownOptions {
  server: Server;
  /** Closes everything behind the server; may cut open sockets. */
  destroy: () => Promise<void>;
  /** Everything must be over by then, or the process ends as failed. */
  graceSeconds: number;
  /** How long requests are still taken after readiness said no, for a proxy to notice. */
  delaySeconds: number;
  exit: (code: number) => void;
  log: (line: string) => void;
}

/** Follows the answers that have not been sent to their end. */
function followAnswers(server: Server) {
  const open = new Set<ServerResponse>();
  let whenNone: (() => void) | undefined;
  let isLast = false;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    if (isLast) response.shouldKeepAlive = false;
    response.once('close', () => {
      open.delete(response);
      if (open.size === 0) whenNone?.();
    });
  });
  return {
    count: () => open.size,
    /** Every answer from now on says `Connection: close`, those in the making too. */
    makeLast: () => {
      isLast = true;
      for (const response of open) response.shouldKeepAlive = false;
    },
    allSent: () =>
      new Promise<void>((resolve) => (open.size === 0 ? resolve() : (whenNone = resolve))),
  };
}

/**
 * Prepares a stop that lets requests in flight finish: readiness off, no new connections, the open answers sent,
 * then the rest closed. The returned function starts it; called again it does nothing.
 */
export function createGracefulShutdown(
  options: GracefulShutdownOptions,
): (reason: string) => Promise<void> {
  const { server, destroy, graceSeconds, delaySeconds, exit, log } = options;
  const answers = followAnswers(server);
  let isStopping = false;

  return async (reason) => {
    if (isStopping) return;
    isStopping = true;
    const watchdog = setTimeout(() => {
      log(`Not stopped after ${graceSeconds} s; ${answers.count()} request(s) cut off.`);
      exit(1);
    }, graceSeconds * 1000);
    startDraining();
    answers.makeLast();
    log(`${reason}: finishing ${answers.count()} request(s), then stopping.`);
    if (delaySeconds > 0) await delay(delaySeconds * 1000);
    server.close();
    server.closeIdleConnections();
    await answers.allSent();
    try {
      await destroy();
    } catch (error) {
      log(`Stopping failed: ${error instanceof Error ? error.stack : String(error)}`);
      return exit(1);
    }
    clearTimeout(watchdog);
    log('Stopped.');
    exit(0);
  };
}
