import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  type Claimant,
  type LauncherMessage,
  launcherMessage,
  receive,
  send,
} from './control-protocol';

export interface ClaimsOptions {
  token: string;
  /** Resolves to the address once the database is open. */
  url: Promise<string>;
  /** Called when the last claim has ended, however its process ended. */
  onLastEnded: () => void;
}

const isSame = (given: string, expected: string) =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

/** Keeps the claims on one database: any number of commands, one server at most, one boot at a time. */
export function createClaims({ token, url, onLastEnded }: ClaimsOptions) {
  const claims = new Map<Socket, Claimant>();
  const bootQueue: Socket[] = [];

  const announceBootTurn = () => {
    const first = bootQueue[0];
    if (first) send(first, { type: 'boot-turn' });
  };

  const endBootTurn = (socket: Socket) => {
    const place = bootQueue.indexOf(socket);
    if (place === -1) return;
    bootQueue.splice(place, 1);
    if (place === 0) announceBootTurn();
  };

  const claim = (socket: Socket, { token: given, ...claimant }: Claimant & { token: string }) => {
    if (!isSame(given, token)) return socket.destroy();
    const holder = [...claims.values()].find(({ role }) => role === 'server');
    if (claimant.role === 'server' && holder) {
      send(socket, { type: 'refused', holder });
      return socket.end();
    }
    claims.set(socket, { role: claimant.role, name: claimant.name, pid: claimant.pid });
    return void url.then((address) => send(socket, { type: 'granted', url: address }));
  };

  const take = (socket: Socket, message: LauncherMessage) => {
    if (message.type === 'claim') return void claim(socket, message);
    if (!claims.has(socket)) return void socket.destroy();
    if (message.type === 'end-boot-turn') return endBootTurn(socket);
    bootQueue.push(socket);
    if (bootQueue.length === 1) announceBootTurn();
  };

  return {
    /** Takes a connection to the control port. */
    accept: (socket: Socket): void => {
      socket.on('error', () => socket.destroy()); // 'close' follows and ends the claim
      socket.on('close', () => {
        endBootTurn(socket);
        if (claims.delete(socket) && claims.size === 0) onLastEnded();
      });
      receive(socket, launcherMessage, (message) => take(socket, message));
    },
    count: (): number => claims.size,
  };
}
