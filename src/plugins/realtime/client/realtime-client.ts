import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../contract/events';
import type { AcceptedPositions, PositionReport, ShownShare } from '../contract/location';
import type { MessageBody, ShownMessage } from '../contract/messages';
import { beginFeed } from './begin-feed';
import { createCalls } from './calls';
import { createTokenGiver, keepConnecting } from './keep-connecting';
import { createKeepFilled } from './keep-filled';
import { createPositionQueue, type SentPositions } from './position-queue';
import { createRoomFeed, type RoomFeed, type RoomListener } from './room-feed';
import { createWatching } from './watching';

export interface ClientOptions {
  /** Where the server is, such as `https://shoal.example.org`. */
  url: string;
  /** A fresh access token for each new connection; left out by pages that are signed in by cookie. */
  token?: () => Promise<string>;
  /** Until an answer is given up and asked for again. */
  ackSeconds?: number;
  /** How many positions may wait to be sent, as when there is no connection; 10,000 when not given. */
  mostWaitingPositions?: number;
  /** Further settings of socket.io-client. */
  socket?: Partial<ManagerOptions & SocketOptions>;
}

export type NewMessage = Omit<Partial<MessageBody>, 'text'> & Pick<MessageBody, 'text'>;

const DEFAULT_ACK_SECONDS = 10;
/** At one a second these are nearly three hours. */
const MOST_WAITING_POSITIONS = 10_000;

/**
 * A connection to the realtime server: comes back by itself, sends each message until it is
 * acknowledged and stored once, and tells what happens in rooms in order and without gaps.
 */
export function connectRealtime(options: ClientOptions) {
  const { url, token, ackSeconds, socket: settings } = options;
  const ackMs = (ackSeconds ?? DEFAULT_ACK_SECONDS) * 1000;
  const tokens = token && createTokenGiver(token);
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    withCredentials: true,
    forceNew: true,
    ...(tokens && { auth: tokens.give }),
    ...settings,
  });
  const stopConnecting = keepConnecting(socket);
  const feeds = new Map<string, RoomFeed>();
  const keepFilled = createKeepFilled<RoomFeed>({
    socket,
    isOurs: (feed) => [...feeds.values()].includes(feed),
    onNotThere: (feed) => {
      for (const [room, ours] of feeds) if (ours === feed) leave(room);
    },
  });
  const calls = createCalls(socket, ackMs);
  const { request, insist } = calls;
  const watching = createWatching({ socket, request });
  const queue = createPositionQueue({
    send: (positions): Promise<AcceptedPositions> => request('location:update', positions),
    most: options.mostWaitingPositions ?? MOST_WAITING_POSITIONS,
  });

  function leave(room: string): void {
    const feed = feeds.get(room);
    feeds.delete(room);
    feed?.left();
  }

  socket.on('connect', () => {
    for (const feed of feeds.values()) void keepFilled.fill(feed);
  });
  socket.on('room:left', ({ room }) => leave(room));
  socket.on('chat:event', (event) => feeds.get(event.room)?.take(event));
  socket.on('chat:position', ({ room, lastEventSeq }) => feeds.get(room)?.standsAt(lastEventSeq));

  return {
    /** For events of the server that this client does not know. */
    socket,
    request,
    insist,

    /**
     * Sends a message until it is acknowledged, which is when it is stored: once, however often it was sent.
     * @throws RealtimeProblem
     */
    async send(room: string, message: NewMessage): Promise<ShownMessage> {
      const clientId = message.clientId ?? globalThis.crypto.randomUUID();
      return (await insist('chat:send', { ...message, room, clientId })).message;
    },

    /**
     * Follows a room. Events that come before this resolves are told as well.
     * @param room as the server writes it, `group:BTF046`.
     */
    async follow(room: string, listener: RoomListener, afterEventSeq?: number): Promise<RoomFeed> {
      const feed: RoomFeed = createRoomFeed({
        ask: (after) =>
          request('chat:join', { room, ...(after !== undefined && { afterEventSeq: after }) }),
        listener,
        onGap: () => void keepFilled.fill(feed),
        afterEventSeq,
      });
      return beginFeed(feeds, keepFilled, { room, feed });
    },

    async unfollow(room: string): Promise<void> {
      feeds.get(room)?.close();
      feeds.delete(room);
      await request('chat:leave', { room });
      // Who leaves a room is told nothing of it any more.
      await watching.again(room);
    },

    ...watching.methods,

    /** Stops telling where people are; what is said in the room is told on if it is followed. */
    async unwatch(room: string): Promise<void> {
      watching.forget(room);
      await request(feeds.has(room) ? 'location:unwatch' : 'chat:leave', { room });
    },

    /**
     * Lets a room see where one is, from now to a moment; again it moves the end.
     * @returns all that one shares now.
     * @throws RealtimeProblem
     */
    async share(room: string, until: Date): Promise<ShownShare[]> {
      return (await insist('location:share', { room, until: until.toISOString() })).sharing;
    },

    /** Ends it in a room, or everywhere. @throws RealtimeProblem */
    async stopSharing(room?: string): Promise<ShownShare[]> {
      return (await insist('location:stop', room === undefined ? {} : { room })).sharing;
    },

    /**
     * Sends positions until they are acknowledged, in the order given: each is stored once. Without
     * a connection they wait for one. Give `recordedAt` for what was measured before.
     * @returns which of them the server refuses for good.
     * @throws PositionQueueFull, RealtimeProblem, Error when the client is closed before.
     */
    sendPositions: (positions: readonly PositionReport[]): Promise<SentPositions> =>
      queue.add(positions),

    /** How many positions are not acknowledged yet. */
    waitingPositions: (): number => queue.count(),

    close(): void {
      stopConnecting();
      tokens?.stop();
      calls.stop();
      keepFilled.stop();
      queue.close();
      watching.close();
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
      socket.disconnect();
    },
  };
}

export type RealtimeClient = ReturnType<typeof connectRealtime>;
