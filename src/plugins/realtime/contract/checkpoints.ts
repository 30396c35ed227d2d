import { z } from 'zod';
import { roomKey, shownPerson } from './rooms';

const moment = () => z.iso.datetime({ offset: true });

export const checkpointBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  turn: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .meta({ description: 'The order in a race; null for an area that one only enters and leaves' }),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  radiusMeters: z.number().min(10).max(50_000),
});
export const shownCheckpoint = checkpointBody.extend({ id: z.uuid() });
export type ShownCheckpoint = z.infer<typeof shownCheckpoint>;

/** The last 24 hours when nothing is said. */
export const raceQuery = z.strictObject({ from: moment().optional(), to: moment().optional() });
export type RaceQuery = z.infer<typeof raceQuery>;

/** Somebody was at a checkpoint; `leftAt` is null while they are. */
export const passage = z.object({
  checkpoint: z.uuid(),
  person: shownPerson,
  enteredAt: moment(),
  leftAt: moment().nullable(),
});
export type Passage = z.infer<typeof passage>;
export const passages = z.object({ room: roomKey, passages: z.array(passage) });

/** Somebody came into a checkpoint or left it. */
export const crossing = z.object({ type: z.enum(['entered', 'left']), at: moment() });
export type Crossing = z.infer<typeof crossing>;

/**
 * What somebody did at a checkpoint within a time, and all that they did there then: it takes the place
 * of whatever was told of that time before. So a position that comes late corrects what was told.
 */
export const crossingChange = z.object({
  checkpoint: z.uuid(),
  person: shownPerson,
  after: moment()
    .nullable()
    .meta({ description: 'Where the time begins, itself not in it; null for the beginning' }),
  upTo: moment()
    .nullable()
    .meta({ description: 'Where it ends; null when nothing later is known' }),
  crossings: z.array(crossing),
});
export type CrossingChange = z.infer<typeof crossingChange>;
export const roomCrossings = z.object({ room: roomKey, changes: z.array(crossingChange) });
export type RoomCrossings = z.infer<typeof roomCrossings>;

/** As they are now; who passed them is to be asked anew. */
export const roomCheckpoints = z.object({ room: roomKey, checkpoints: z.array(shownCheckpoint) });
export type RoomCheckpoints = z.infer<typeof roomCheckpoints>;

export const passagesBody = raceQuery.extend({ room: roomKey });
export type RoomPassages = z.infer<typeof passages>;

export const standing = z.object({
  rank: z.int(),
  person: shownPerson,
  passed: z.int().meta({ description: 'How many checkpoints were passed in their order' }),
  of: z.int(),
  startedAt: moment().meta({ description: 'When the first was entered' }),
  lastPassedAt: moment(),
});
export type RaceStanding = z.infer<typeof standing>;
export const leaderboard = z.object({ room: roomKey, standings: z.array(standing) });
