import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Claimant, databaseMessage, receive, send } from './control-protocol';
import { FOLDER_IS_HELD } from './database-process';
import { DIST_DIR, type DataFolder } from './folders';
import { LauncherError } from './launcher-error';
import { readLock } from './process-lock';
import { isRunning } from './process-identity';

const OPEN_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 50;

export interface DatabaseClaim {
  url: string;
  /** Resolves when the database process is gone though the claim was not ended. */
  lost: Promise<void>;
  /** Waits for the right to load the app, which changes the schema; resolves to what gives it back. */
  takeBootTurn: () => Promise<() => void>;
  end: () => void;
}

const lockDetails = z.object({ controlPort: z.number(), controlToken: z.string() });

const openSocket = (port: number): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined)); // not listening: it is about to end, or is gone
  });

/** Claims over an open control connection; undefined when the database process ends before it grants. */
function claimOver(
  socket: Socket,
  token: string,
  claimant: Claimant,
): Promise<DatabaseClaim | undefined> {
  return new Promise((resolve, reject) => {
    let bootTurnCame: (() => void) | undefined;
    let isEnded = false;
    let tellLost: () => void = () => undefined;
    const lost = new Promise<void>((tell) => (tellLost = tell));
    const end = () => {
      isEnded = true;
      socket.destroy();
    };
    const takeBootTurn = () =>
      new Promise<() => void>((turn, refuse) => {
        void lost.then(() =>
          refuse(new LauncherError('The embedded database has ended; try again.')),
        );
        bootTurnCame = () => turn(() => send(socket, { type: 'end-boot-turn' }));
        send(socket, { type: 'take-boot-turn' });
      });
    socket.on('error', () => socket.destroy()); // 'close' follows
    socket.on('close', () => {
      resolve(undefined);
      if (!isEnded) tellLost();
    });
    receive(socket, databaseMessage, (message) => {
      if (message.type === 'granted') resolve({ url: message.url, lost, takeBootTurn, end });
      if (message.type === 'boot-turn') bootTurnCame?.();
      if (message.type === 'refused') {
        const { name, pid } = message.holder;
        reject(
          new LauncherError(
            `This data folder is already served by "${name}" (process ${pid}). Stop it first, or set DATA_DIR to another folder.`,
          ),
        );
      }
    });
    send(socket, { type: 'claim', token, ...claimant });
  });
}

/** Claims a database that runs already; undefined when none does. */
export async function attachToDatabase(
  folder: DataFolder,
  claimant: Claimant,
): Promise<DatabaseClaim | undefined> {
  const holder = readLock(folder.lock);
  if (!holder || !isRunning(holder)) return undefined;
  const details = lockDetails.safeParse(holder);
  const socket = details.success && (await openSocket(details.data.controlPort));
  return socket ? claimOver(socket, details.data.controlToken, claimant) : undefined;
}

/** Starts a database process; resolves to its exit code, should it end. */
function startDatabaseProcess(folder: DataFolder): { ended: () => number | null | undefined } {
  const script = path.join(DIST_DIR, 'scripts', 'embedded-database.js');
  // `strapi develop` empties dist for a second when it compiles.
  if (!existsSync(script)) return { ended: () => FOLDER_IS_HELD };
  const log = openSync(folder.log, 'a', 0o600);
  const child = spawn(process.execPath, [script, folder.root], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let code: number | null | undefined;
  child.once('exit', (exitCode) => (code = exitCode));
  child.once('error', () => (code = 1));
  child.unref();
  return { ended: () => code };
}

const lastLines = (file: string, count: number) =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');

/**
 * Claims the database of a data folder, starting its process when none runs. Of two that start one at once, one
 * finds the folder held and ends; both launchers attach to the other.
 * @throws LauncherError when another server holds the folder or the database does not open.
 */
export async function claimDatabase(
  folder: DataFolder,
  claimant: Claimant,
): Promise<DatabaseClaim> {
  const deadline = Date.now() + OPEN_WITHIN_MS;
  let started: ReturnType<typeof startDatabaseProcess> | undefined;
  while (Date.now() < deadline) {
    const claim = await attachToDatabase(folder, claimant);
    if (claim) return claim;
    const code = started?.ended();
    if (code !== undefined && code !== FOLDER_IS_HELD && code !== 0) {
      throw new LauncherError(
        `The embedded database did not open. The end of ${folder.log}:\n${lastLines(folder.log, 15)}`,
      );
    }
    const holder = readLock(folder.lock);
    const isHeld = holder !== undefined && isRunning(holder);
    if (!isHeld && (!started || code !== undefined)) started = startDatabaseProcess(folder);
    await delay(LOOK_AGAIN_MS);
  }
  throw new LauncherError(
    `The embedded database did not answer within ${OPEN_WITHIN_MS / 1000} s. See ${folder.log}.`,
  );
}
