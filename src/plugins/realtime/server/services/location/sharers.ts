import { LRUCache } from 'lru-cache';
import type { Knex } from 'knex';
import type { DescribeSharers, Sharer, SharerRegistry } from '../../../contract/sharers';
import type { RoomName } from '../../repositories/location/shares';
import type { RoomsService } from '../rooms';

/** A suspension, or leaving a room, takes effect on what others see within this. */
const FRESH_MS = 2000;
const MOST_REMEMBERED = 10_000;

/** Somebody in a room. */
export interface RoomStay {
  userId: number;
  room: RoomName;
}

const nameOf = ({ userId, room }: RoomStay): string => `${userId} ${room.kind} ${room.ownerId}`;

interface Dependencies {
  db: () => Knex;
  rooms: Pick<RoomsService, 'standings'>;
  minorsMayShare: boolean;
}

/** Who may be seen by others: people with active accounts who belong to the room they share in. */
export function createSharers({ db, rooms, minorsMayShare }: Dependencies) {
  let describe: DescribeSharers = () => Promise.resolve([]);
  const known = new LRUCache<number, { sharer: Sharer | null }>({
    max: MOST_REMEMBERED,
    ttl: FRESH_MS,
  });
  const stays = new LRUCache<string, boolean>({ max: MOST_REMEMBERED, ttl: FRESH_MS });
  const registry: SharerRegistry = {
    register(how) {
      describe = how;
    },
  };

  /** Those of them whose accounts are active; in one statement. */
  async function find(userIds: readonly number[]): Promise<Map<number, Sharer>> {
    const found = new Map<number, Sharer>();
    const missing: number[] = [];
    for (const id of new Set(userIds)) {
      const remembered = known.get(id);
      if (!remembered) missing.push(id);
      else if (remembered.sharer) found.set(id, remembered.sharer);
    }
    if (missing.length === 0) return found;
    for (const sharer of await describe(db(), missing)) found.set(sharer.userId, sharer);
    for (const id of missing) known.set(id, { sharer: found.get(id) ?? null });
    return found;
  }

  const isAllowed = (sharer: Sharer | undefined): sharer is Sharer =>
    sharer !== undefined && (minorsMayShare || !sharer.isMinor);

  return {
    ...registry,
    find,

    /** Whether somebody may let others see where they are. */
    async maySharePlaces(userId: number): Promise<boolean> {
      known.delete(userId);
      return isAllowed((await find([userId])).get(userId));
    },

    /** In which of these stays a person may be seen, in the same order. */
    async mayBeSeen(asked: readonly RoomStay[]): Promise<boolean[]> {
      const sharers = await find(asked.map(({ userId }) => userId));
      const belongs = new Map<string, boolean>();
      const open: { name: string; person: Sharer; room: RoomName }[] = [];
      for (const stay of asked) {
        const person = sharers.get(stay.userId);
        if (!isAllowed(person)) continue;
        const name = nameOf(stay);
        const remembered = stays.get(name);
        if (remembered === undefined) open.push({ name, person, room: stay.room });
        else belongs.set(name, remembered);
      }
      const standings = open.length === 0 ? [] : await rooms.standings(open);
      for (const [index, { name }] of open.entries()) {
        belongs.set(name, Boolean(standings[index]));
        stays.set(name, Boolean(standings[index]));
      }
      return asked.map((stay) => belongs.get(nameOf(stay)) === true);
    },
  };
}

export type Sharers = ReturnType<typeof createSharers>;
