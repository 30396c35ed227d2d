import { LRUCache } from 'lru-cache';
import { createReadNext } from '../../../../../lib/read-next';
import { withoutJit } from '../../../../../lib/sql/without-jit';
import type { Knex } from 'knex';
import type {
  Passage,
  RaceQuery,
  RaceStanding,
  ShownCheckpoint,
} from '../../../contract/checkpoints';
import type { ShownPerson } from '../../../contract/rooms';
import { isOpen, rank, visitsOf, type Visit } from '../../domain/location/race';
import type { Room } from '../../domain/room';
import { noSuchCheckpoint, notYourRace, takenTurn, tooLongRace } from '../../location-errors';
import type { CheckpointRow, CheckpointRows } from '../../repositories/location/checkpoints';
import type { Emitter } from '../emitter';
import type { RoomsService } from '../rooms';
import type { HiddenCircles } from './hidden-circles';
import type { Sharers } from './sharers';

const MOST_CHECKPOINTS = 50;
const USUAL_MS = 86_400_000;
const LONGEST_MS = 7 * USUAL_MS;
/** Many look at the same race at once. */
const FRESH_MS = 2000;
const MOST_REMEMBERED = 200;

interface Dependencies {
  db: () => Knex;
  rows: CheckpointRows;
  zones: HiddenCircles;
  rooms: Pick<RoomsService, 'show'>;
  sharers: Pick<Sharers, 'mayBeSeen'>;
  emitter: Pick<Emitter, 'toWatchers'>;
  createId: () => string;
  now: () => Date;
}

interface SeenRace {
  checkpoints: CheckpointRow[];
  visits: Visit[];
  people: Map<number, ShownPerson>;
}

const show = ({ id, name, turn, lon, lat, radiusMeters }: CheckpointRow): ShownCheckpoint => ({
  id,
  name,
  turn,
  lon,
  lat,
  radiusMeters,
});

/**
 * Checkpoints of a room and who passed them, made from the positions that were shared with it: in the
 * order in which they were recorded, so that it does not matter when they arrived. Callers have been
 * let into the room.
 */
export function createRaces(dependencies: Dependencies) {
  const { db, rows, zones, rooms, sharers, emitter, createId, now } = dependencies;
  const seen = new LRUCache<string, Promise<SeenRace>>({ max: MOST_REMEMBERED, ttl: FRESH_MS });
  const readNext = createReadNext<SeenRace>();

  async function look(room: Room, from: Date, to: Date): Promise<SeenRace> {
    const crossings = await withoutJit(db(), (trx) =>
      rows.crossings(trx, { roomId: room.id, from, to }),
    );
    const userIds = [...new Set(crossings.map(({ userId }) => userId))];
    const allowed = await sharers.mayBeSeen(userIds.map((userId) => ({ userId, room })));
    const visible = new Set(userIds.filter((_, index) => allowed[index]));
    const hidden = await zones.ofPeople(db(), userIds);
    const shown = crossings.filter(
      (crossing) =>
        visible.has(crossing.userId) &&
        isOpen(
          crossing,
          hidden.filter(({ userId }) => userId === crossing.userId),
        ),
    );
    return {
      checkpoints: await rows.ofRoom(db(), room.id),
      visits: visitsOf(shown),
      people: await rooms.show([...visible]),
    };
  }

  /** @param isFresh as it is now, instead of up to two seconds ago. */
  function race(room: Room, query: RaceQuery, isFresh = false): Promise<SeenRace> {
    const to = query.to === undefined ? now() : new Date(query.to);
    const from =
      query.from === undefined ? new Date(to.getTime() - USUAL_MS) : new Date(query.from);
    if (to.getTime() - from.getTime() > LONGEST_MS) throw tooLongRace();
    const name = JSON.stringify([room.id, query.from, query.to]);
    if (isFresh) return readNext(name, () => look(room, from, to));
    const remembered = seen.get(name);
    if (remembered) return remembered;
    const looking = look(room, from, to);
    seen.set(name, looking);
    // What could not be read is asked for again.
    looking.catch(() => seen.delete(name));
    return looking;
  }

  /** @throws Problem `forbidden`. */
  function assertLooksAfter({ standing }: Room): void {
    if (standing !== 'moderator') throw notYourRace();
  }

  /** Those who watch ask anew who passed them. */
  async function tell({ id, key }: Room): Promise<void> {
    seen.clear();
    const checkpoints = (await rows.ofRoom(db(), id)).map(show);
    emitter.toWatchers({ id }, 'location:checkpoints', { room: key, checkpoints });
  }

  return {
    async checkpoints({ id }: Room): Promise<ShownCheckpoint[]> {
      return (await rows.ofRoom(db(), id)).map(show);
    },

    /** @throws Problem `forbidden`, `conflict` for a turn that is taken. */
    async add(room: Room, checkpoint: Omit<ShownCheckpoint, 'id'>): Promise<ShownCheckpoint> {
      assertLooksAfter(room);
      const row = { ...checkpoint, id: createId(), roomId: room.id };
      if (!(await rows.add(db(), row, MOST_CHECKPOINTS))) throw takenTurn(MOST_CHECKPOINTS);
      await tell(room);
      return show(row);
    },

    /** @throws Problem `forbidden`, `not-found`. */
    async remove(room: Room, id: string): Promise<void> {
      assertLooksAfter(room);
      if (!(await rows.remove(db(), { id, roomId: room.id }))) throw noSuchCheckpoint();
      await tell(room);
    },

    /** Who was where and when, in the order of coming. */
    async passages(room: Room, query: RaceQuery, { isFresh = false } = {}): Promise<Passage[]> {
      const { visits, people } = await race(room, query, isFresh);
      return visits.flatMap(({ userId, checkpointId, enteredAt, leftAt }) => {
        const person = people.get(userId);
        if (!person) return [];
        return [
          {
            checkpoint: checkpointId,
            person,
            enteredAt: enteredAt.toISOString(),
            leftAt: leftAt?.toISOString() ?? null,
          },
        ];
      });
    },

    async leaderboard(room: Room, query: RaceQuery): Promise<RaceStanding[]> {
      const { checkpoints, visits, people } = await race(room, query);
      const inRace = checkpoints.flatMap(({ id, turn }) => (turn === null ? [] : [{ id, turn }]));
      return rank(visits, inRace).flatMap(({ userId, startedAt, lastPassedAt, ...result }) => {
        const person = people.get(userId);
        if (!person) return [];
        const moments = {
          startedAt: startedAt.toISOString(),
          lastPassedAt: lastPassedAt.toISOString(),
        };
        return [{ ...result, of: inRace.length, person, ...moments }];
      });
    },
  };
}

export type Races = ReturnType<typeof createRaces>;
