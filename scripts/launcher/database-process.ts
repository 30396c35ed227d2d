import { createServer, type Server } from 'node:net';
import { randomBytes } from 'node:crypto';
import { createClaims } from './claims';
import { type EmbeddedEngine, openEmbeddedEngine } from './embedded-engine';
import type { DataFolder } from './folders';
import { keepPort, readPort } from './kept-port';
import { listenOnLoopback } from './listen';
import { tryLock } from './process-lock';
import { createSessionTurns, type SessionTurns } from './session-turns';
import { keepSecrets } from './secrets';
import { serveConnection } from './wire-connection';
import { ROLLBACK, SYNC } from './wire-messages';

/** Exit code of a database process that found the folder held by another; no fault. */
export const FOLDER_IS_HELD = 3;
const FIRST_CLAIM_WITHIN_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 60_000;
const PASSWORD_NAME = 'EMBEDDED_DATABASE_PASSWORD';

const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);

function serveEngine(turns: SessionTurns, password: string): Server {
  return createServer((socket) => serveConnection(socket, { turns, password }));
}

function turnsOf(engine: EmbeddedEngine): SessionTurns {
  return createSessionTurns({
    engine,
    cleanUp: { sync: SYNC, rollback: ROLLBACK },
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    onFailure: (error) => {
      // The engine's memory cannot be trusted any more; its files can. The launcher starts it again.
      log(`the engine failed: ${error instanceof Error ? error.stack : String(error)}`);
      process.exit(1);
    },
  });
}

/** Makes an end that runs once, however many reasons come. */
function createEnd(close: () => Promise<void>) {
  let isEnding = false;
  return (reason: string) => {
    if (isEnding) return;
    isEnding = true;
    log(`closing: ${reason}`);
    close().then(
      () => process.exit(0),
      (error) => {
        log(`closing failed: ${error instanceof Error ? error.stack : String(error)}`);
        process.exit(1);
      },
    );
  };
}

/**
 * The database process: holds the data folder, serves PostGIS on loopback, and ends with the last claim on it.
 * It lives in a process group of its own, so that the Ctrl-C of a terminal reaches only its launchers.
 */
export async function runDatabaseProcess(folder: DataFolder): Promise<void> {
  const token = randomBytes(32).toString('hex');
  const opened: { engine?: EmbeddedEngine; server?: Server } = {};
  let tellUrl: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => (tellUrl = resolve));

  const control = createServer();
  const controlPort = await listenOnLoopback(control);
  const lock = tryLock(folder.lock, { controlPort, controlToken: token });
  if (!lock) process.exit(FOLDER_IS_HELD);

  const end = createEnd(async () => {
    control.close();
    opened.server?.close();
    await opening.catch(() => undefined); // said below; an engine cannot be left half-open
    await opened.engine?.close();
    lock.release();
    log('closed');
  });
  const claims = createClaims({ token, url, onLastEnded: () => end('nothing needs it any more') });
  control.on('connection', claims.accept);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => end(signal));
  setTimeout(() => claims.count() === 0 && end('nothing asked for it'), FIRST_CLAIM_WITHIN_MS);

  const open = async () => {
    const secrets = await keepSecrets(folder.secrets, [PASSWORD_NAME]);
    const password = secrets[PASSWORD_NAME] ?? '';
    const engine = await openEmbeddedEngine(folder);
    opened.engine = engine;
    opened.server = serveEngine(turnsOf(engine), password);
    const port = await listenOnLoopback(opened.server, readPort(folder.port));
    keepPort(folder.port, port);
    log(`open on port ${port}`);
    tellUrl(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);
  };
  const opening = open();
  opening.catch((error) => {
    log(`opening failed: ${error instanceof Error ? error.stack : String(error)}`);
    lock.release();
    process.exit(1);
  });
  await opening;
}
