import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../../accounts/contract/principal';
import type { SharingChange, ShownShare, WatchedRoom } from '../../../contract/location';
import type { Room } from '../../domain/room';
import { badEnd, minorsDoNotShare, noSuchShare } from '../../location-errors';
import type { ShareRow, ShareRows } from '../../repositories/location/shares';
import type { Emitter } from '../emitter';
import type { RoomsService } from '../rooms';
import type { LiveFeed } from './live-feed';
import type { Sharers } from './sharers';
import type { Sightings } from './sightings';

const MOST_LISTED = 200;

interface Dependencies {
  db: () => Knex;
  rows: ShareRows;
  rooms: RoomsService;
  sharers: Pick<Sharers, 'maySharePlaces' | 'mayBeSeen'>;
  sightings: Pick<Sightings, 'inRoom'>;
  emitter: Pick<Emitter, 'toWatchers'>;
  feed: Pick<LiveFeed, 'touch'>;
  mostSeconds: number;
  createId: () => string;
  now: () => Date;
}

/** People decide who sees them: which room, and until when. */
export function createSharing(dependencies: Dependencies) {
  const { db, rows, rooms, sharers, sightings, emitter, feed, mostSeconds, createId, now } =
    dependencies;

  async function tell(
    userId: number,
    { id, key }: Pick<Room, 'id' | 'key'>,
    until: Date | null,
  ): Promise<void> {
    const person = (await rooms.show([userId])).get(userId);
    if (!person) return;
    const change = { room: key, person, until: until?.toISOString() ?? null };
    emitter.toWatchers({ id }, 'location:sharing', change);
  }

  async function show(share: ShareRow): Promise<ShownShare | null> {
    const room = await rooms.keyOf(share.roomKind, share.roomOwner);
    if (room === null) return null;
    return {
      id: share.id,
      room,
      from: share.startsAt.toISOString(),
      until: share.endsAt.toISOString(),
      isActive: share.endsAt > now(),
    };
  }

  /** A person's own shares, the newest first. */
  async function list({ userId }: Pick<UserPrincipal, 'userId'>): Promise<ShownShare[]> {
    const shown = await Promise.all((await rows.ofPerson(db(), userId, MOST_LISTED)).map(show));
    return shown.filter((share) => share !== null);
  }
  const active = async (person: Pick<UserPrincipal, 'userId'>) =>
    (await list(person)).filter(({ isActive }) => isActive);

  async function tellEnds(userId: number, roomIds: readonly number[]): Promise<void> {
    const own = await rows.ofPerson(db(), userId, MOST_LISTED);
    for (const { roomId, roomKind, roomOwner } of own) {
      if (!roomIds.includes(roomId)) continue;
      const key = await rooms.keyOf(roomKind, roomOwner);
      if (key !== null) return tell(userId, { id: roomId, key }, null);
    }
  }

  return {
    list,

    /**
     * Begins to share, or moves the end. What is recorded from now to the end is seen by the room.
     * @returns the share, and all that the person shares now.
     * @throws Problem `validation-failed` for an end that is over or too far, `forbidden` for minors,
     * `not-found` for rooms of others.
     */
    async start(
      person: UserPrincipal,
      { room: name, until }: { room: string; until: string },
    ): Promise<{ share: ShownShare; sharing: ShownShare[] }> {
      const room = await rooms.enter(person, name, { isFresh: true });
      const [moment, endsAt] = [now(), new Date(until)];
      const seconds = (endsAt.getTime() - moment.getTime()) / 1000;
      if (seconds <= 0 || seconds > mostSeconds) throw badEnd(mostSeconds);
      if (!(await sharers.maySharePlaces(person.userId))) throw minorsDoNotShare();
      const { userId } = person;
      await rows.open(db(), { id: createId(), userId, roomId: room.id, now: moment, endsAt });
      await tell(userId, room, endsAt);
      feed.touch(userId);
      const sharing = await active(person);
      const share = sharing.find((one) => one.room === room.key);
      // Somebody else ended it in the meantime: the room is gone, or the person.
      if (!share) throw noSuchShare();
      return { share, sharing };
    },

    /** @throws Problem `not-found` for rooms of others. */
    async stop(person: UserPrincipal, name?: string): Promise<ShownShare[]> {
      const room = name === undefined ? null : await rooms.enter(person, name, { isFresh: true });
      const { userId } = person;
      const ended = await rows.stop(db(), { userId, roomId: room?.id ?? null, now: now() });
      for (const roomId of ended) await tellEnds(userId, [roomId]);
      return active(person);
    },

    /** @throws Problem `not-found`, also for one that is over. */
    async stopOne({ userId }: UserPrincipal, id: string): Promise<ShownShare[]> {
      const ended = await rows.stop(db(), { userId, id, now: now() });
      if (ended.length === 0) throw noSuchShare();
      await tellEnds(userId, ended);
      return active({ userId });
    },

    /** What was seen by it is seen no more. @throws Problem `not-found`. */
    async withdraw({ userId }: UserPrincipal, id: string): Promise<void> {
      const own = await rows.ofPerson(db(), userId, MOST_LISTED);
      const share = own.find((one) => one.id === id);
      if ((await rows.remove(db(), { id, userId })) === null) throw noSuchShare();
      const key = share && (await rooms.keyOf(share.roomKind, share.roomOwner));
      if (share && key) await tell(userId, { id: share.roomId, key }, null);
    },

    /** What a room is to know now; callers have been let into it. */
    async watched(room: Room): Promise<WatchedRoom> {
      const open = await rows.openInRooms(db(), [room], now());
      const seen = await sharers.mayBeSeen(open.map(({ userId }) => ({ userId, room })));
      const visible = open.filter((_, index) => seen[index]);
      const people = await rooms.show(visible.map(({ userId }) => userId));
      const sharing: SharingChange[] = visible.flatMap(({ userId, endsAt }) => {
        const person = people.get(userId);
        return person ? [{ room: room.key, person, until: endsAt.toISOString() }] : [];
      });
      return { ...(await sightings.inRoom(room)), sharing };
    },
  };
}

export type Sharing = ReturnType<typeof createSharing>;
