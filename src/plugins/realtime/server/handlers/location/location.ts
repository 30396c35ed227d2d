import { passagesBody, type RoomPassages } from '../../../contract/checkpoints';
import {
  type AcceptedPositions,
  positionPacket,
  positionReport,
  shareBody,
  type ShownShare,
  stopBody,
  watchBody,
  type WatchedRoom,
} from '../../../contract/location';
import { parseInput } from '../../../../../lib/parse-input';
import { z } from 'zod';
import { positionOf, readReport } from '../../domain/location/read-report';
import { defineEvent, type DeclaredEvent } from '../../gateway/define-event';
import type { RoomsService } from '../../services/rooms';
import type { Races } from '../../services/location/races';
import type { Sharing } from '../../services/location/sharing';
import { OWN_CLIENT, type Tracking } from '../../services/location/tracking';

interface Dependencies {
  races: Pick<Races, 'passages'>;
  rooms: RoomsService;
  sharing: Sharing;
  tracking: Tracking;
  now: () => Date;
}

/** One report, or several. */
const updates = z.union([positionPacket, z.looseObject({})]);

/** What clients may send about where they are. */
export const locationEvents = ({
  rooms,
  sharing,
  tracking,
  races,
  now,
}: Dependencies): DeclaredEvent[] => [
  defineEvent({
    name: 'location:share',
    payload: shareBody,
    limit: { points: 20, perSeconds: 10 },
    async handle({ payload, principal }): Promise<{ sharing: ShownShare[] }> {
      const started = await sharing.start(principal, payload);
      return { sharing: started.sharing };
    },
  }),
  defineEvent({
    name: 'location:stop',
    payload: stopBody.nullish(),
    limit: { points: 20, perSeconds: 10 },
    async handle({ payload, principal }): Promise<{ sharing: ShownShare[] }> {
      return { sharing: await sharing.stop(principal, payload?.room) };
    },
  }),
  defineEvent({
    name: 'location:update',
    payload: updates,
    // One a second, and as many again for what is sent late.
    limit: { points: 20, perSeconds: 10 },
    async handle({ payload, principal: { userId } }): Promise<AcceptedPositions> {
      const source = { userId, deviceId: OWN_CLIENT };
      if (Array.isArray(payload)) {
        return tracking.accept(
          source,
          payload.map((item) => readReport(item, now())),
        );
      }
      const report = parseInput(positionReport, payload, 'body');
      return tracking.acceptOne(source, positionOf(report, now()));
    },
  }),
  defineEvent({
    name: 'location:watch',
    payload: watchBody,
    limit: { points: 60, perSeconds: 10 },
    async handle({ payload, principal, socket }): Promise<WatchedRoom> {
      const room = await rooms.enter(principal, payload.room, { isFresh: true });
      // First, so that nothing falls between what is read now and what is sent from now on.
      await socket.watch(room);
      return sharing.watched(room);
    },
  }),
  defineEvent({
    name: 'location:passages',
    payload: passagesBody,
    limit: { points: 60, perSeconds: 10 },
    async handle({ payload: { room: name, ...query }, principal }): Promise<RoomPassages> {
      const room = await rooms.enter(principal, name, { isFresh: true });
      const passages = await races.passages(room, query, { isFresh: true });
      return { room: room.key, passages };
    },
  }),
  defineEvent({
    name: 'location:unwatch',
    payload: watchBody,
    limit: { points: 60, perSeconds: 10 },
    async handle({ payload, socket }): Promise<{ left: boolean }> {
      const room = [...socket.rooms.values()].find(({ key }) => key === payload.room);
      if (room) await socket.unwatch(room);
      return { left: room !== undefined };
    },
  }),
];
