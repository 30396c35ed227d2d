import type { Standing } from '../../contract/rooms';

/** A room as one person stands in it. */
export interface Room {
  id: number;
  kind: string;
  ownerId: string;
  /** `kind:id` as it is written in answers. */
  key: string;
  standing: NonNullable<Standing>;
}

/** The name of a room among the rooms of Socket.IO. Clients never see or say it. */
export const channelOf = ({ id }: { id: number }): string => `room:${id}`;

/** Of those in the room who watch where the others are. */
export const watchersOf = ({ id }: { id: number }): string => `room:${id}:watchers`;
