import { z } from 'zod';
import { numberParam } from '../../geo/contract/number-param';
import { MOST_IN_PACKET } from './packet-size';
import { roomKey, shownPerson } from './rooms';

export const MOST_IN_BATCH = 1000;
export const MOST_SHOWN = 1000;

const moment = () => z.iso.datetime({ offset: true });
const longitude = () => z.number().min(-180).max(180);
const latitude = () => z.number().min(-90).max(90);

const measured = {
  recordedAt: moment()
    .optional()
    .meta({ description: 'By the clock of the device; now when not given' }),
  sentAt: moment()
    .optional()
    .meta({ description: 'By the clock of the device, when it sent this' }),
  accuracyMeters: z.number().min(0).max(100_000_000).nullish(),
  altitudeMeters: z.number().min(-12_000).max(100_000).nullish(),
  speedMps: z.number().min(0).max(100_000).nullish(),
  headingDegrees: z.number().min(0).max(360).nullish(),
  batteryPercent: z.number().min(0).max(100).nullish(),
  isMock: z.boolean().optional(),
};

/** A position as clients report it: `{lon, lat}`, or `{longitude, latitude}` as older ones do. */
export const positionReport = z
  .strictObject({
    lon: longitude().optional(),
    lat: latitude().optional(),
    longitude: longitude().optional(),
    latitude: latitude().optional(),
    ...measured,
  })
  .check(({ value, issues }) => {
    for (const [short, long] of [
      ['lon', 'longitude'],
      ['lat', 'latitude'],
    ] as const) {
      const given = [value[short], value[long]].filter((one) => one !== undefined);
      if (given.length === 1) continue;
      const message = given.length === 0 ? 'is required' : `is given as ${long} as well`;
      issues.push({ code: 'custom', message, path: [short], input: value });
    }
  });
export type PositionReport = z.infer<typeof positionReport>;

/** Each is looked at by itself, so that one bad position does not hold up the others. */
export const positionBatch = z.array(z.unknown()).min(1).max(MOST_IN_BATCH);
export const positionPacket = z.array(z.unknown()).min(1).max(MOST_IN_PACKET);
export const batchBody = z.union([positionBatch, z.strictObject({ positions: positionBatch })]);

export const rejection = z.object({
  index: z.int(),
  reason: z.enum(['invalid', 'out-of-range', 'in-the-future', 'too-old']),
});
export type RejectedPosition = z.infer<typeof rejection>;
export const acceptedPositions = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(rejection),
});
export type AcceptedPositions = z.infer<typeof acceptedPositions>;

const measurement = z.number().nullable();
/** Where somebody is, as others see it. */
export const shownPosition = z.object({
  person: shownPerson,
  lon: z.number(),
  lat: z.number(),
  recordedAt: moment(),
  accuracyMeters: measurement,
  altitudeMeters: measurement,
  speedMps: measurement,
  headingDegrees: measurement,
});
export type ShownPosition = z.infer<typeof shownPosition>;
/** The newest position of each person of a room. */
export const roomPositions = z.object({ room: roomKey, positions: z.array(shownPosition) });
export type RoomPositions = z.infer<typeof roomPositions>;

/** An own position, with everything that is kept of it. */
export const ownPosition = shownPosition.omit({ person: true }).extend({
  device: z
    .string()
    .nullable()
    .meta({ description: 'Id of the device; null for a signed-in client' }),
  sentAt: moment().nullable(),
  receivedAt: moment(),
  batteryPercent: measurement,
  isMock: z.boolean(),
});
export type OwnPosition = z.infer<typeof ownPosition>;

export const shareBody = z.strictObject({
  room: roomKey,
  until: moment().meta({ description: 'When others stop seeing where one is' }),
});
export const stopBody = z.strictObject({
  room: roomKey.optional().meta({ description: 'Everywhere when not given' }),
});
export const shownShare = z.object({
  id: z.uuid(),
  room: roomKey,
  from: moment(),
  until: moment(),
  isActive: z.boolean(),
});
export type ShownShare = z.infer<typeof shownShare>;
/** Somebody begins or ends to share; `until` is null when they stopped. */
export const sharingChange = z.object({
  room: roomKey,
  person: shownPerson,
  until: moment().nullable(),
});
export type SharingChange = z.infer<typeof sharingChange>;
export const watchBody = z.strictObject({ room: roomKey });
export const watchedRoom = roomPositions.extend({ sharing: z.array(sharingChange) });
export type WatchedRoom = z.infer<typeof watchedRoom>;

const name = () => z.string().trim().min(1).max(80);
export const zoneBody = z.strictObject({
  name: name(),
  lon: longitude(),
  lat: latitude(),
  radiusMeters: z.number().min(50).max(50_000),
});
export const shownZone = zoneBody.extend({ id: z.uuid() });
export type ShownZone = z.infer<typeof shownZone>;

export const deviceBody = z.strictObject({
  name: name(),
  room: roomKey
    .nullable()
    .default(null)
    .meta({ description: 'What the device sends is seen in this room alone' }),
});
export const shownDevice = z.object({
  id: z.uuid(),
  name: z.string(),
  room: roomKey.nullable(),
  createdAt: moment(),
  lastUsedAt: moment().nullable(),
});
export type ShownDevice = z.infer<typeof shownDevice>;
export const newDevice = shownDevice.extend({
  token: z.string().meta({ description: 'Shown this once' }),
});
export type NewDevice = z.infer<typeof newDevice>;

/** Of a query: nothing is asked for the time before the first or after the last position. */
const period = { from: moment().optional(), to: moment().optional() };
export const historyQuery = z.strictObject({
  ...period,
  device: z.uuid().optional(),
  cursor: z.string().max(500).optional(),
  limit: numberParam
    .pipe(z.int().min(1))
    .transform((limit) => Math.min(limit, MOST_SHOWN))
    .default(100),
});
export type HistoryQuery = z.infer<typeof historyQuery>;
export const latestQuery = z.strictObject({
  room: roomKey.optional(),
  at: moment().optional().meta({ description: 'As it was at this moment; needs room' }),
});
export type LatestQuery = z.infer<typeof latestQuery>;
export const trackQuery = z.strictObject({
  ...period,
  person: z.string().max(64).optional().meta({ description: 'Of somebody else; needs room' }),
  room: roomKey.optional(),
});
export type TrackQuery = z.infer<typeof trackQuery>;
export const eraseQuery = z.strictObject(period);
