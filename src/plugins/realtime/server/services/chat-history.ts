import type { Knex } from 'knex';
import { Problem } from '../../../../lib/problem';
import type { SealedCursors } from '../../../../lib/sealed-cursor';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { HistoryQuery, SearchQuery } from '../../contract/chat';
import type { ShownMessage } from '../../contract/messages';
import type { ReadMessage } from '../domain/message';
import type { Room } from '../domain/room';
import type { MemberRows } from '../repositories/members';
import type { MessageRows } from '../repositories/messages';
import type { MessagePresenter } from './message-presenter';
import type { RoomsService } from './rooms';

interface Dependencies {
  db: () => Knex;
  rooms: Pick<RoomsService, 'of' | 'enter'>;
  members: MemberRows;
  messageRows: MessageRows;
  presenter: MessagePresenter;
  cursors: SealedCursors;
}

/** Behind every message that there is or will be. */
const FROM_THE_NEWEST = { time: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

const badCursor = () =>
  new Problem({
    type: 'invalid-query',
    detail: 'cursor: is not one of this search.',
    faults: [{ parameter: 'cursor', code: 'invalid', message: 'is not one of this search' }],
  });

/** What was said, page by page. */
export function createChatHistory(dependencies: Dependencies) {
  const { db, rooms, members, messageRows, presenter, cursors } = dependencies;

  function positionOf(cursor: string | undefined, scope: string): typeof FROM_THE_NEWEST {
    if (cursor === undefined) return FROM_THE_NEWEST;
    const [time, id] = cursors.open(cursor, scope) ?? [];
    if (typeof time !== 'string' || typeof id !== 'string') throw badCursor();
    return { time, id };
  }

  async function searched(
    by: UserPrincipal,
    name: string | undefined,
  ): Promise<Map<number, string>> {
    if (name !== undefined) {
      const room = await rooms.enter(by, name, { isFresh: true });
      return new Map([[room.id, room.key]]);
    }
    const own = await rooms.of(by);
    const keys = new Map(own.map(({ kind, ownerId, key }) => [`${kind}:${ownerId}`, key]));
    const rows = await members.roomIds(db(), own);
    return new Map(rows.map(({ id, kind, ownerId }) => [id, keys.get(`${kind}:${ownerId}`) ?? '']));
  }

  return {
    /** Messages in the order of their positions; `hasMore` in the direction that was asked. */
    async page(room: Room, { before, after, limit }: HistoryQuery) {
      const question = { roomId: room.id, before, after, limit: limit + 1 };
      const rows = await messageRows.page(db(), question);
      const page = rows.slice(0, limit);
      if (after === undefined) page.reverse();
      const messages = await presenter.messages(page, room.key);
      return { messages, hasMore: rows.length > limit };
    },

    /** Newest first, in the rooms that a person belongs to or in one of them. */
    async search(by: UserPrincipal, { q, room, cursor, limit }: SearchQuery) {
      const scope = JSON.stringify(['chat-search', by.documentId, q, room ?? null]);
      const before = positionOf(cursor, scope);
      const keys = await searched(by, room);
      const roomIds = [...keys.keys()];
      const question = { words: q, roomIds, before, limit: limit + 1 };
      const rows = roomIds.length === 0 ? [] : await messageRows.search(db(), question);
      const page = rows.slice(0, limit);
      const shown = await presenter.messages(page, '');
      const messages: ShownMessage[] = shown.map((message, index) => ({
        ...message,
        room: keys.get((page[index] as ReadMessage).roomId) ?? '', // one of each row
      }));
      const last = page.at(-1);
      const nextCursor =
        rows.length > limit && last
          ? cursors.seal([last.createdAt.toISOString(), last.id], scope)
          : null;
      return { messages, nextCursor };
    },
  };
}

export type ChatHistory = ReturnType<typeof createChatHistory>;
