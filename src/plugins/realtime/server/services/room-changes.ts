import type { Knex } from 'knex';
import type { Actor } from '../domain/actor';
import type { StoredEvent } from '../domain/message';
import type { Room } from '../domain/room';
import { noSuchRoom } from '../errors';
import type { MessageChanges } from '../repositories/message-changes';
import type { MessageRows } from '../repositories/messages';
import type { RoomRows } from '../repositories/rooms';
import type { Emitter } from './emitter';
import type { MessagePresenter } from './message-presenter';
import type { MessageWriter } from './message-writer';

interface Dependencies {
  db: () => Knex;
  roomRows: RoomRows;
  messageRows: MessageRows;
  changes: MessageChanges;
  writer: MessageWriter;
  presenter: MessagePresenter;
  emitter: Emitter;
  report: (error: unknown) => void;
}

/** What a step did; null when there was nothing to change, so that a repeat is no event. */
export type Outcome = Pick<StoredEvent, 'type' | 'details' | 'messageId'> | null;

/** Lasting changes in a room other than new messages. */
export function createRoomChanges(dependencies: Dependencies) {
  const { db, roomRows, messageRows, changes, writer, presenter, emitter, report } = dependencies;

  async function tell(room: Room, event: StoredEvent): Promise<void> {
    const ids = event.messageId === null ? [] : [event.messageId];
    const messages = await messageRows.byIds(db(), ids);
    for (const shown of await presenter.events([event], messages, room.key)) {
      emitter.toRoom(room, 'chat:event', shown);
    }
  }

  return {
    /**
     * Runs a step in the line of its room, while it holds the room; gives what it did the next position
     * and tells everybody.
     * @returns the position; null when nothing changed.
     */
    happen: (
      by: Actor,
      room: Room,
      step: (trx: Knex.Transaction) => Promise<Outcome>,
    ): Promise<number | null> =>
      writer.run(room.id, async () => {
        const event = await db().transaction(async (trx) => {
          if (!(await roomRows.hold(trx, room.id))) throw noSuchRoom();
          const outcome = await step(trx);
          if (!outcome) return null;
          const who = { actorId: by.userId, panelAccount: by.panelAccount ?? null };
          return changes.addEvent(trx, { roomId: room.id, ...who, ...outcome });
        });
        // It is stored; who is not told finds the gap.
        if (event) await tell(room, event).catch(report);
        return event?.eventSeq ?? null;
      }),
  };
}

export type RoomChanges = ReturnType<typeof createRoomChanges>;
