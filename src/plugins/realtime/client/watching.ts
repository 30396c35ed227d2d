import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../contract/events';
import { beginFeed } from './begin-feed';
import type { Calls } from './calls';
import { createKeepFilled } from './keep-filled';
import { createPassageFeed, type PassageFeed, type PassageListener } from './passage-feed';
import { createPositionFeed, type PositionFeed, type PositionListener } from './position-feed';

interface Dependencies {
  socket: Socket<ServerToClient, ClientToServer>;
  request: Calls['request'];
}

interface Feed {
  fill(): Promise<void>;
  fillAnew(): Promise<void>;
  left(): void;
  close(): void;
}

/** Where the people of rooms are, as far as this client watches; anew with each connection. */
export function createWatching({ socket, request }: Dependencies) {
  const positions = new Map<string, PositionFeed>();
  const passages = new Map<string, PassageFeed>();

  const all = (): Feed[] => [...positions.values(), ...passages.values()];
  const ofRoom = (room: string): Feed[] =>
    [positions.get(room), passages.get(room)].filter((feed) => feed !== undefined);

  const keepFilled = createKeepFilled<Feed>({
    socket,
    isOurs: (feed) => all().includes(feed),
    onNotThere: (feed) => {
      const rooms = new Set([...positions.keys(), ...passages.keys()]);
      for (const room of rooms) if (ofRoom(room).includes(feed)) leave(room);
    },
  });

  socket.on('connect', () => {
    for (const feed of all()) void keepFilled.fill(feed);
  });
  socket.on('location:positions', (news) => positions.get(news.room)?.takePositions(news));
  socket.on('location:sharing', (change) => positions.get(change.room)?.takeSharing(change));
  socket.on('location:crossings', ({ room, changes }) => passages.get(room)?.take(changes));
  socket.on('location:checkpoints', ({ room }) => {
    const feed = passages.get(room);
    if (feed) void keepFilled.fill(feed, feed.fillAnew);
  });
  socket.on('room:left', ({ room }) => leave(room));

  function leave(room: string): void {
    const left = ofRoom(room);
    forget(room);
    for (const feed of left) feed.left();
  }

  function forget(room: string): void {
    for (const feed of ofRoom(room)) feed.close();
    positions.delete(room);
    passages.delete(room);
  }

  /** @throws RealtimeProblem as the server refuses it. */
  function begin<Kind extends Feed>(
    feeds: Map<string, Kind>,
    room: string,
    feed: Kind,
  ): Promise<Kind> {
    feeds.get(room)?.close();
    return beginFeed(feeds, keepFilled, { room, feed });
  }

  return {
    forget,
    /** Asks to be told again, if there is somebody to tell. */
    async again(room: string): Promise<void> {
      await Promise.all(ofRoom(room).map((feed) => keepFilled.fill(feed, () => feed.fillAnew())));
    },
    close(): void {
      keepFilled.stop();
      for (const feed of all()) feed.close();
      positions.clear();
      passages.clear();
    },
    methods: {
      /**
       * Tells where those are who share with a room: where they are now, then what is newer. After a
       * lost connection the newest is asked for anew, and nothing older is told after it.
       * @param room as the server writes it, `event:<documentId>`.
       * @throws RealtimeProblem
       */
      watchPositions: (room: string, listener: PositionListener): Promise<PositionFeed> =>
        begin(
          positions,
          room,
          createPositionFeed({
            ask: () => request('location:watch', { room }),
            listener,
            now: () => Date.now(),
          }),
        ),

      /**
       * Tells who passes the checkpoints of a room: who did in the last 24 hours, then each coming and
       * going. A position that arrives late corrects what was told.
       * @throws RealtimeProblem
       */
      watchPassages: (room: string, listener: PassageListener): Promise<PassageFeed> =>
        begin(
          passages,
          room,
          createPassageFeed({
            async ask() {
              // First, so that nothing falls between what is read now and what is told from now on.
              await request('location:watch', { room });
              return request('location:passages', { room });
            },
            listener,
          }),
        ),
    },
  };
}
