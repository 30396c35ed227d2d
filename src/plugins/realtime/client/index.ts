export { RealtimeProblem } from './calls';
export type { PassageFeed, PassageListener } from './passage-feed';
export type { PositionFeed, PositionListener } from './position-feed';
export { PositionQueueFull, type SentPositions } from './position-queue';
export {
  connectRealtime,
  type ClientOptions,
  type NewMessage,
  type RealtimeClient,
} from './realtime-client';
export type { RoomFeed, RoomListener } from './room-feed';
