import { LRUCache } from 'lru-cache';
import type { ShownPosition } from '../../../contract/location';
import type { Emitter } from '../emitter';
import type { Sighting, Sightings } from './sightings';

const MOST_REMEMBERED = 20_000;

interface Dependencies {
  sightings: Pick<Sightings, 'ofPeople'>;
  emitter: Pick<Emitter, 'toWatchers'>;
  tickMs: number;
  report: (error: unknown) => void;
}

/**
 * Tells rooms where people are, a few times a second: however many positions came in, each watcher is
 * sent the newest of each person once. What is told is read from the database, so that a position that
 * comes late is never told as the newest, and the rules are the same as for those who ask.
 */
export function createLiveFeed({ sightings, emitter, tickMs, report }: Dependencies) {
  const moved = new Set<number>();
  /** What each room was told last of each person. */
  const told = new LRUCache<string, string>({ max: MOST_REMEMBERED });
  let isRunning = false;

  const isNews = ({ roomId, position }: Sighting): boolean => {
    const name = `${roomId} ${position.person.id}`;
    const before = told.get(name);
    if (before !== undefined && before >= position.recordedAt) return false;
    told.set(name, position.recordedAt);
    return true;
  };

  async function tick(): Promise<void> {
    const people = [...moved];
    moved.clear();
    const rooms = new Map<number, { room: string; positions: ShownPosition[] }>();
    for (const sighting of (await sightings.ofPeople(people)).filter(isNews)) {
      const { roomId, room, position } = sighting;
      const of = rooms.get(roomId) ?? { room, positions: [] };
      of.positions.push(position);
      rooms.set(roomId, of);
    }
    for (const [id, news] of rooms) emitter.toWatchers({ id }, 'location:positions', news);
  }

  const timer = setInterval(() => {
    // A database that is slow is not asked twice at once.
    if (isRunning || moved.size === 0) return;
    isRunning = true;
    tick()
      .catch(report)
      .finally(() => (isRunning = false));
  }, tickMs);
  timer.unref();

  return {
    /** Something of this person was stored, or may be seen from now on. */
    touch(userId: number): void {
      moved.add(userId);
    },
    stop(): void {
      clearInterval(timer);
    },
  };
}

export type LiveFeed = ReturnType<typeof createLiveFeed>;
