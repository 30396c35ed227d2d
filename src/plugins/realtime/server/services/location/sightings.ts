import type { Knex } from 'knex';
import type { RoomPositions, ShownPosition } from '../../../contract/location';
import type { RoomPerson, ShownPerson } from '../../../contract/rooms';
import { MOST_AHEAD_MS } from '../../domain/location/check-moment';
import { pickLatest } from '../../domain/location/pick-latest';
import type { StoredPosition } from '../../domain/location/position';
import type { RoomName, SharedPosition, ShareRows } from '../../repositories/location/shares';
import type { RoomsService } from '../rooms';
import type { HiddenCircles } from './hidden-circles';
import type { Sharers } from './sharers';

/** The newest plausible position is looked for among so many. */
export const FEW = 8;

interface Dependencies {
  db: () => Knex;
  shares: ShareRows;
  zones: HiddenCircles;
  rooms: Pick<RoomsService, 'of' | 'keyOf' | 'show'>;
  sharers: Pick<Sharers, 'mayBeSeen'>;
  now: () => Date;
}

/** Where somebody is, for one room. */
export interface Sighting {
  roomId: number;
  room: string;
  position: ShownPosition;
}

export const showPosition = (position: StoredPosition, person: ShownPerson): ShownPosition => ({
  person,
  lon: position.lon,
  lat: position.lat,
  recordedAt: position.recordedAt.toISOString(),
  accuracyMeters: position.accuracyMeters,
  altitudeMeters: position.altitudeMeters,
  speedMps: position.speedMps,
  headingDegrees: position.headingDegrees,
});

const nameOf = ({ roomId, userId }: SharedPosition) => `${roomId} ${userId}`;

/**
 * What others see: positions recorded within an open share, in its room alone, of people who still
 * belong to it, and not around the places that they hide.
 */
export function createSightings({ db, shares, zones, rooms, sharers, now }: Dependencies) {
  async function see(positions: readonly SharedPosition[]): Promise<Sighting[]> {
    if (positions.length === 0) return [];
    const groups = new Map<string, SharedPosition[]>();
    for (const position of positions) {
      groups.set(nameOf(position), [...(groups.get(nameOf(position)) ?? []), position]);
    }
    const firsts = [...groups.values()].flatMap(([first]) => first ?? []);
    const userIds = [...new Set(firsts.map(({ userId }) => userId))];
    const seen = await sharers.mayBeSeen(
      firsts.map(({ userId, roomKind, roomOwner }) => ({
        userId,
        room: { kind: roomKind, ownerId: roomOwner },
      })),
    );
    const hidden = await zones.ofPeople(db(), userIds);
    const people = await rooms.show(userIds);
    const sightings: Sighting[] = [];
    for (const [index, first] of firsts.entries()) {
      if (!seen[index]) continue;
      const own = hidden.filter(({ userId }) => userId === first.userId);
      const latest = pickLatest(groups.get(nameOf(first)) ?? [], own);
      const person = people.get(first.userId);
      const room = await rooms.keyOf(first.roomKind, first.roomOwner);
      if (!latest || !person || room === null) continue;
      sightings.push({ roomId: first.roomId, room, position: showPosition(latest, person) });
    }
    return sightings;
  }

  const moments = (at: Date | undefined) =>
    at ? { at, upTo: at } : { at: now(), upTo: new Date(now().getTime() + MOST_AHEAD_MS) };

  /** @param at as it was then; now when not given. */
  async function inRooms(asked: readonly RoomName[], at?: Date): Promise<Sighting[]> {
    if (asked.length === 0) return [];
    return see(await shares.newestInRooms(db(), { rooms: asked, ...moments(at), count: FEW }));
  }

  return {
    /** Callers have been let into the room. */
    async inRoom(room: RoomName & { key: string }, at?: Date): Promise<RoomPositions> {
      const sightings = await inRooms([room], at);
      return { room: room.key, positions: sightings.map(({ position }) => position) };
    },

    /**
     * Everybody whom a person sees in their rooms, room by room.
     * @param onlyRoomId this room alone, when there is one.
     */
    async ofPerson(
      person: RoomPerson,
      { at, onlyRoomId = null }: { at?: Date | undefined; onlyRoomId?: number | null } = {},
    ): Promise<RoomPositions[]> {
      const sightings = await inRooms(await rooms.of(person), at);
      const byRoom = new Map<string, ShownPosition[]>();
      for (const { roomId, room, position } of sightings) {
        if (onlyRoomId !== null && roomId !== onlyRoomId) continue;
        byRoom.set(room, [...(byRoom.get(room) ?? []), position]);
      }
      return [...byRoom].map(([room, positions]) => ({ room, positions }));
    },

    /** Where these people are now, for each room that may know. */
    async ofPeople(userIds: readonly number[]): Promise<Sighting[]> {
      return see(await shares.newestOfPeople(db(), { userIds, ...moments(undefined), count: FEW }));
    },
  };
}

export type Sightings = ReturnType<typeof createSightings>;
