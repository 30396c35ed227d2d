import type { z } from 'zod';
import type { passagesBody, RoomCheckpoints, RoomCrossings, RoomPassages } from './checkpoints';
import type {
  AcceptedPositions,
  positionPacket,
  positionReport,
  RoomPositions,
  shareBody,
  SharingChange,
  ShownShare,
  stopBody,
  watchBody,
  WatchedRoom,
} from './location';
import type { Sends } from './sends';

type Reported = typeof positionReport | typeof positionPacket;

/** What clients send about where they are. */
export interface LocationClientToServer {
  'location:share': Sends<typeof shareBody, { sharing: ShownShare[] }>;
  'location:stop': Sends<typeof stopBody, { sharing: ShownShare[] }>;
  'location:update': Sends<z.ZodType<unknown, z.input<Reported>>, AcceptedPositions>;
  'location:watch': Sends<typeof watchBody, WatchedRoom>;
  /** Who was at which checkpoint when, in the last 24 hours when nothing is said. */
  'location:passages': Sends<typeof passagesBody, RoomPassages>;
  'location:unwatch': Sends<typeof watchBody, { left: boolean }>;
}

/** What those are sent who watch a room. */
export interface LocationServerToClient {
  /** The newest position of each person who moved, a few times a second at most. */
  'location:positions': (news: RoomPositions) => void;
  /** Somebody begins to share, shares for longer, or stops. */
  'location:sharing': (change: SharingChange) => void;
  /** Somebody came into a checkpoint or left it, or did so at another time than was told. */
  'location:crossings': (news: RoomCrossings) => void;
  /** A checkpoint was added or removed. */
  'location:checkpoints': (now: RoomCheckpoints) => void;
}
