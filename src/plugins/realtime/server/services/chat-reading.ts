import type { Knex } from 'knex';
import type { MissedEvents } from '../../contract/chat';
import type { Room } from '../domain/room';
import { noSuchRoom } from '../errors';
import type { MessageRows } from '../repositories/messages';
import type { RoomRows } from '../repositories/rooms';
import type { MessagePresenter } from './message-presenter';

/** As many events are told at once; a gap of more pages than these is told to start anew. */
const PAGE = 200;
const LARGEST_GAP = 5000;

interface Dependencies {
  db: () => Knex;
  roomRows: RoomRows;
  messageRows: MessageRows;
  presenter: MessagePresenter;
}

/** What happened in rooms. Callers have been let into them. */
export function createChatReading({ db, roomRows, messageRows, presenter }: Dependencies) {
  return {
    /**
     * What a client missed. Nothing falls between this and what it is sent afterwards when it joined
     * the room before. Without a position: where the room stands.
     */
    async missed(room: Room, after?: number): Promise<MissedEvents> {
      const row = await roomRows.read(db(), room.id);
      if (!row) throw noSuchRoom();
      const { lastEventSeq, firstEventSeq } = row;
      if (after === undefined) return { room: room.key, events: [], lastEventSeq, hasMore: false };
      const isGone = after < firstEventSeq - 1 || after > lastEventSeq;
      if (isGone || lastEventSeq - after > LARGEST_GAP) {
        return { room: room.key, reset: true, lastEventSeq };
      }
      const question = { roomId: room.id, after, limit: PAGE };
      const happened = await messageRows.eventsAfter(db(), question);
      const ids = [...new Set(happened.flatMap(({ messageId }) => messageId ?? []))];
      const messages = await messageRows.byIds(db(), ids);
      const events = await presenter.events(happened, messages, room.key);
      const last = happened.at(-1)?.eventSeq ?? after;
      return { room: room.key, events, lastEventSeq, hasMore: last < lastEventSeq };
    },
  };
}

export type ChatReading = ReturnType<typeof createChatReading>;
