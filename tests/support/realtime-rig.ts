import { randomUUID } from 'node:crypto';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { ChatEvent } from '../../src/plugins/realtime/contract/messages';
import { useGroups, type Actor, type GroupsRig } from './groups-rig';
import { signIn, type TestPerson } from './people';
import { until } from './launcher-process';

type Payload = Record<string, unknown>;
interface Answer {
  ok: boolean;
  data?: Record<string, unknown>;
  problem?: { code: string; status: number };
}

/** A socket of a test: plain socket.io-client, so that what goes over the wire is what is looked at. */
export interface TestSocket {
  socket: Socket;
  /** Sends an event and gives the acknowledgement. */
  ask: (event: string, payload?: unknown) => Promise<Answer>;
  /** What was sent to it under this name. */
  got<Event = Payload>(event: string): Event[];
  chat(): ChatEvent[];
  isOver(): boolean;
}

export interface RealtimeRig extends GroupsRig {
  /** A connection that is open, or an error with `data.code`. */
  connect(token: string, settings?: Partial<ManagerOptions & SocketOptions>): Promise<TestSocket>;
  connectAs(person: TestPerson): Promise<TestSocket>;
  tokenOf(person: TestPerson): Promise<string>;
  /** A group with these people in it, and its room. */
  room(...people: TestPerson[]): Promise<{ room: string; code: string; documentId: string }>;
  /** A message that is ready to be sent. */
  message(room: string, text?: string): { room: string; clientId: string; text: string };
}

const ACK_MS = 10_000;

function wrap(socket: Socket): TestSocket {
  const heard = new Map<string, Payload[]>();
  let isOver = false;
  socket.onAny((event: string, payload: Payload) => {
    heard.set(event, [...(heard.get(event) ?? []), payload]);
  });
  socket.on('disconnect', () => (isOver = true));
  const got = <Event>(event: string): Event[] => (heard.get(event) ?? []) as Event[];
  return {
    socket,
    ask: (event, payload) => socket.timeout(ACK_MS).emitWithAck(event, payload) as Promise<Answer>,
    got,
    chat: () => got<ChatEvent>('chat:event'),
    isOver: () => isOver,
  };
}

/** Opens a socket; rejects with the error that a client is told. */
export function openSocket(
  url: string,
  settings: Partial<ManagerOptions & SocketOptions>,
): Promise<TestSocket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...settings,
  });
  const wrapped = wrap(socket);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(wrapped));
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}

/** One app for all tests of a file, with people, groups and sockets. Call it at the top of the file. */
export function useRealtime(): RealtimeRig {
  const rig = useGroups() as RealtimeRig;
  const open = new Set<Socket>();

  rig.connect = async (token, settings = {}) => {
    const connected = await openSocket(rig.app.url, { auth: { token }, ...settings });
    open.add(connected.socket);
    return connected;
  };
  rig.tokenOf = async (person) => (await signIn(rig.app, person)).accessToken;
  rig.connectAs = async (person) => rig.connect(await rig.tokenOf(person));
  rig.room = async (...people) => {
    const { code, documentId } = await rig.group();
    await rig.join({ documentId }, ...people);
    return { room: `group:${code}`, code, documentId };
  };
  rig.message = (room, text = 'Low tide at six') => ({ room, clientId: randomUUID(), text });

  afterEach(() => {
    for (const socket of open) socket.disconnect();
    open.clear();
  });
  return rig;
}

export const codeOf = (answer: Answer): string | undefined => answer.problem?.code;

/** Waits until so many events of chat have come. */
export const untilHeard = (socket: TestSocket, count: number): Promise<void> =>
  until(`${count} events were heard`, () => socket.chat().length >= count, 10_000);

export type { Actor };
