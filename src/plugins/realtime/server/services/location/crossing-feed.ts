import type { Knex } from 'knex';
import { withoutJit } from '../../../../../lib/sql/without-jit';
import type { CrossingChange } from '../../../contract/checkpoints';
import { spansOf } from '../../domain/location/moved-times';
import { isOpen } from '../../domain/location/race';
import type { CheckpointRows, LocalCrossing } from '../../repositories/location/checkpoints';
import type { Emitter } from '../emitter';
import type { RoomsService } from '../rooms';
import type { HiddenCircles } from './hidden-circles';
import type { Sharers } from './sharers';

const APART_MS = 600_000;
/** As far back as passages are asked for. */
const FURTHEST_MS = 7 * 86_400_000;

interface Dependencies {
  db: () => Knex;
  rows: Pick<CheckpointRows, 'crossingsAround'>;
  zones: HiddenCircles;
  rooms: Pick<RoomsService, 'show' | 'keyOf'>;
  sharers: Pick<Sharers, 'mayBeSeen'>;
  emitter: Pick<Emitter, 'toWatchers'>;
  everyMs: number;
  now: () => Date;
  report: (error: unknown) => void;
}

interface Told {
  roomId: number;
  room: string;
  changes: CrossingChange[];
}

/** Of one person at one checkpoint, within one time. */
const nameOf = ({ userId, checkpointId, after }: LocalCrossing): string =>
  `${userId} ${checkpointId} ${after?.getTime()}`;

/**
 * Tells rooms who comes into their checkpoints and who leaves them. After positions were stored, it is
 * read anew what happened from the last position before them to the first one after them, and all of that
 * is told: so what is told follows from what is stored, whatever came first and at whichever instance.
 */
export function createCrossingFeed(dependencies: Dependencies) {
  const { db, rows, zones, rooms, sharers, emitter, everyMs, now, report } = dependencies;
  let moved = new Map<number, number[]>();
  let isRunning = false;

  async function visible(crossings: readonly LocalCrossing[]): Promise<LocalCrossing[]> {
    const seen = await sharers.mayBeSeen(
      crossings.map(({ userId, roomKind: kind, roomOwner: ownerId }) => ({
        userId,
        room: { kind, ownerId },
      })),
    );
    const allowed = crossings.filter((_, index) => seen[index]);
    const hidden = await zones.ofPeople(db(), [...new Set(allowed.map(({ userId }) => userId))]);
    return allowed.filter((crossing) =>
      isOpen(
        crossing,
        hidden.filter(({ userId }) => userId === crossing.userId),
      ),
    );
  }

  async function changesOf(crossings: readonly LocalCrossing[]): Promise<Told[]> {
    const people = await rooms.show([...new Set(crossings.map(({ userId }) => userId))]);
    const told = new Map<number, Told>();
    const changes = new Map<string, CrossingChange>();
    for (const crossing of crossings) {
      const { roomId, roomKind, roomOwner, checkpointId: checkpoint, after, upTo } = crossing;
      const [person, room] = [people.get(crossing.userId), await rooms.keyOf(roomKind, roomOwner)];
      if (!person || room === null) continue;
      const name = nameOf(crossing);
      let change = changes.get(name);
      if (!change) {
        const [from, to] = [after?.toISOString() ?? null, upTo?.toISOString() ?? null];
        change = { checkpoint, person, after: from, upTo: to, crossings: [] };
        changes.set(name, change);
        const ofRoom = told.get(roomId) ?? { roomId, room, changes: [] };
        ofRoom.changes.push(change);
        told.set(roomId, ofRoom);
      }
      const type = crossing.isInside ? 'entered' : 'left';
      change.crossings.push({ type, at: crossing.at.toISOString() });
    }
    return [...told.values()];
  }

  async function tick(): Promise<void> {
    const taken = moved;
    moved = new Map();
    const earliest = now().getTime() - FURTHEST_MS;
    const spans = [...taken].flatMap(([userId, moments]) =>
      spansOf(
        moments.filter((moment) => moment >= earliest),
        APART_MS,
      ).map((span) => ({ userId, ...span })),
    );
    if (spans.length === 0) return;
    const found = await withoutJit(db(), (trx) => rows.crossingsAround(trx, spans, FURTHEST_MS));
    const crossings = await visible(found);
    for (const { roomId, room, changes } of await changesOf(crossings)) {
      emitter.toWatchers({ id: roomId }, 'location:crossings', { room, changes });
    }
  }

  const timer = setInterval(() => {
    // A database that is slow is not asked twice at once.
    if (isRunning || moved.size === 0) return;
    isRunning = true;
    tick()
      .catch(report)
      .finally(() => (isRunning = false));
  }, everyMs);
  timer.unref();

  return {
    /** Positions of these moments were stored. */
    touch(userId: number, recordedAt: readonly Date[]): void {
      const moments = moved.get(userId) ?? [];
      for (const moment of recordedAt) moments.push(moment.getTime());
      moved.set(userId, moments);
    },
    stop(): void {
      clearInterval(timer);
    },
  };
}

export type CrossingFeed = ReturnType<typeof createCrossingFeed>;
