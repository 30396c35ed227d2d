import type { Knex } from 'knex';
import type { SealedCursors } from '../../../../../lib/sealed-cursor';
import type { UserPrincipal } from '../../../../accounts/contract/principal';
import type { HistoryQuery, OwnPosition, TrackQuery } from '../../../contract/location';
import { isHidden, pickLatest } from '../../domain/location/pick-latest';
import type { StoredPosition } from '../../domain/location/position';
import { makeTrack, type Track } from '../../domain/location/track';
import { badCursor, noSuchPerson, tooLongTrack } from '../../location-errors';
import type { DeviceRows } from '../../repositories/location/devices';
import type { PositionRows } from '../../repositories/location/positions';
import type { ShareRows } from '../../repositories/location/shares';
import type { RoomsService } from '../rooms';
import type { HiddenCircles } from './hidden-circles';
import { FEW } from './sightings';
import type { Sharers } from './sharers';

const LONGEST_TRACK = 50_000;
const ALWAYS = { from: new Date(0), to: new Date(Date.UTC(9999, 0, 1)) };

interface Dependencies {
  db: () => Knex;
  positions: PositionRows;
  shares: ShareRows;
  zones: HiddenCircles;
  devices: DeviceRows;
  rooms: RoomsService;
  sharers: Pick<Sharers, 'mayBeSeen'>;
  cursors: SealedCursors;
}

const periodOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  from: from === undefined ? ALWAYS.from : new Date(from),
  to: to === undefined ? ALWAYS.to : new Date(to),
});

/** What is kept of where people were: one's own, and of others what they shared. */
export function createHistory(dependencies: Dependencies) {
  const { db, positions, shares, zones, devices, rooms, sharers, cursors } = dependencies;

  async function showOwn(userId: number, rows: readonly StoredPosition[]): Promise<OwnPosition[]> {
    const names = new Map(await devices.idsOfPerson(db(), userId));
    return rows.map(({ userId: _, deviceId, recordedAt, sentAt, receivedAt, ...row }) => ({
      ...row,
      recordedAt: recordedAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
      receivedAt: receivedAt.toISOString(),
      device: names.get(deviceId) ?? null,
    }));
  }

  async function deviceIdOf(userId: number, id: string | undefined): Promise<number | undefined> {
    if (id === undefined) return undefined;
    const found = (await devices.idsOfPerson(db(), userId)).find(([, name]) => name === id);
    // None of theirs has sent anything.
    return found?.[0] ?? -1;
  }

  async function sharedTrack(
    viewer: UserPrincipal,
    { person: personId = '', room: name, ...period }: TrackQuery,
  ) {
    if (name === undefined) throw noSuchPerson();
    const room = await rooms.enter(viewer, name, { isFresh: true });
    const question = { roomId: room.id, personId };
    // First, since "too long" tells that there is something.
    const userId = await shares.sharerInRoom(db(), question);
    const [isSeen] = userId === undefined ? [] : await sharers.mayBeSeen([{ userId, room }]);
    const person = userId !== undefined && (await rooms.show([userId])).get(userId);
    if (userId === undefined || !isSeen || !person) throw noSuchPerson();
    const found = await shares.trackInRoom(db(), {
      ...question,
      ...periodOf(period),
      limit: LONGEST_TRACK + 1,
    });
    if (found.length === 0) throw noSuchPerson();
    if (found.length > LONGEST_TRACK) throw tooLongTrack(LONGEST_TRACK);
    const hidden = await zones.ofPeople(db(), [userId]);
    return { person, found: found.filter((position) => !isHidden(position, hidden)) };
  }

  async function ownTrack({ userId }: UserPrincipal, query: TrackQuery) {
    const question = { userId, ...periodOf(query), limit: LONGEST_TRACK + 1 };
    const found = await positions.history(db(), question);
    if (found.length > LONGEST_TRACK) throw tooLongTrack(LONGEST_TRACK);
    const person = (await rooms.show([userId])).get(userId);
    if (!person) throw noSuchPerson();
    return { person, found };
  }

  return {
    /**
     * A person's own positions, the oldest first.
     * @throws Problem `invalid-query` for a cursor of another list.
     */
    async page({ userId }: UserPrincipal, { cursor, limit, device, ...period }: HistoryQuery) {
      const scope = JSON.stringify([userId, device, period.from, period.to]);
      const opened = cursor === undefined ? [] : cursors.open(cursor, scope);
      if (!opened) throw badCursor();
      const [recordedMs, deviceId] = opened.map(Number);
      const rows = await positions.history(db(), {
        userId,
        ...periodOf(period),
        deviceId: await deviceIdOf(userId, device),
        after: recordedMs === undefined ? undefined : { recordedMs, deviceId: deviceId ?? 0 },
        limit: limit + 1,
      });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const nextCursor = last
        ? cursors.seal([last.recordedAt.getTime(), last.deviceId], scope)
        : null;
      return { data: await showOwn(userId, rows.slice(0, limit)), meta: { limit, nextCursor } };
    },

    /** One's own newest plausible position. */
    async ownLatest({ userId }: UserPrincipal): Promise<OwnPosition | null> {
      const latest = pickLatest(await positions.newest(db(), userId, FEW));
      return latest ? ((await showOwn(userId, [latest]))[0] ?? null) : null;
    },

    /**
     * One's own way, or what somebody else shared of theirs with a room.
     * @throws Problem `not-found` when nothing of them may be seen, `invalid-query` for a way that is too long.
     */
    async track(
      viewer: UserPrincipal,
      query: TrackQuery,
    ): Promise<{ person: { id: string; name: string }; track: Track }> {
      const isOwn = query.person === undefined || query.person === viewer.documentId;
      const { person, found } = await (isOwn ? ownTrack : sharedTrack)(viewer, query);
      return { person, track: makeTrack(found) };
    },

    /** @returns how many positions there were. */
    erase: (
      { userId }: UserPrincipal,
      query: { from?: string | undefined; to?: string | undefined },
    ): Promise<number> => positions.erase(db(), { userId, ...periodOf(query) }),
  };
}

export type LocationHistory = ReturnType<typeof createHistory>;
