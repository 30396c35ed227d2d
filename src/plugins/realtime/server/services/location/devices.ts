import { LRUCache } from 'lru-cache';
import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../../accounts/contract/principal';
import type { NewDevice, ShownDevice } from '../../../contract/location';
import { hashOfDeviceToken, makeDeviceToken } from '../../domain/location/device-token';
import { noSuchDevice, tooMany } from '../../location-errors';
import type { DeviceRow, DeviceRows, KnownDevice } from '../../repositories/location/devices';
import type { RoomsService } from '../rooms';
import type { Sharers } from './sharers';

const MOST_DEVICES = 20;
/** A revoked token is refused within this, on every server. */
const FRESH_MS = 2000;
const MOST_REMEMBERED = 10_000;
const NOTE_USE_EVERY_MS = 60_000;

/** A device that showed its token, and its person as they are now. */
export interface DevicePrincipal extends KnownDevice {
  documentId: string;
  role: string;
}

interface Dependencies {
  db: () => Knex;
  rows: DeviceRows;
  rooms: RoomsService;
  sharers: Sharers;
  createId: () => string;
  random: (size: number) => Buffer;
  now: () => Date;
}

/** Phones and trackers, each with a token of its own that is shown once. */
export function createDevices({ db, rows, rooms, sharers, createId, random, now }: Dependencies) {
  const known = new LRUCache<string, Promise<KnownDevice | null>>({
    max: MOST_REMEMBERED,
    ttl: FRESH_MS,
  });
  const noted = new LRUCache<number, true>({ max: MOST_REMEMBERED, ttl: NOTE_USE_EVERY_MS });

  async function show({ roomKind, roomOwner, ...row }: DeviceRow): Promise<ShownDevice> {
    return {
      id: row.id,
      name: row.name,
      room: roomKind === null ? null : await rooms.keyOf(roomKind, roomOwner ?? ''),
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    };
  }

  function look(token: string): Promise<KnownDevice | null> {
    const hash = hashOfDeviceToken(token);
    if (!hash) return Promise.resolve(null);
    const name = hash.toString('base64');
    const remembered = known.get(name);
    if (remembered) return remembered;
    const looking = rows.byToken(db(), hash);
    known.set(name, looking);
    // What could not be read is asked for again.
    looking.catch(() => known.delete(name));
    return looking;
  }

  async function noteUse(deviceId: number): Promise<void> {
    if (noted.has(deviceId)) return;
    noted.set(deviceId, true);
    const moment = now();
    const ifBefore = new Date(moment.getTime() - NOTE_USE_EVERY_MS);
    await rows.noteUse(db(), { deviceId, now: moment, ifBefore });
  }

  return {
    async list({ userId }: UserPrincipal): Promise<ShownDevice[]> {
      return Promise.all((await rows.ofPerson(db(), userId)).map(show));
    },

    /** @throws Problem `not-found` for a room of others, `conflict` when there are too many. */
    async add(
      person: UserPrincipal,
      { name, room: roomName }: { name: string; room: string | null },
    ): Promise<NewDevice> {
      const room =
        roomName === null ? null : await rooms.enter(person, roomName, { isFresh: true });
      const token = makeDeviceToken(random);
      const device = {
        publicId: createId(),
        userId: person.userId,
        name,
        // We made it, so that it is one.
        tokenHash: hashOfDeviceToken(token) ?? Buffer.alloc(0),
        roomId: room?.id ?? null,
        now: now(),
        most: MOST_DEVICES,
      };
      if (!(await rows.add(db(), device))) throw tooMany('devices', MOST_DEVICES);
      return {
        id: device.publicId,
        name,
        room: room?.key ?? null,
        token,
        createdAt: device.now.toISOString(),
        lastUsedAt: null,
      };
    },

    /** @throws Problem `not-found`. */
    async revoke({ userId }: UserPrincipal, id: string): Promise<void> {
      if (!(await rows.revoke(db(), { id, userId, now: now() }))) throw noSuchDevice();
      known.clear();
    },

    /** The device of a token, when its person may sign in; null otherwise. */
    async ofToken(token: string): Promise<DevicePrincipal | null> {
      const device = await look(token);
      const person = device && (await sharers.find([device.userId])).get(device.userId);
      if (!device || !person) return null;
      await noteUse(device.deviceId);
      return { ...device, documentId: person.documentId, role: person.role };
    },
  };
}

export type Devices = ReturnType<typeof createDevices>;
