import { LRUCache } from 'lru-cache';
import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import { MOST_UNREAD, type Unread } from '../../contract/chat';
import type { Room } from '../domain/room';
import { noSuchRoom } from '../errors';
import type { MemberRows } from '../repositories/members';
import type { Emitter } from './emitter';
import type { RoomsService } from './rooms';

const TYPING_SECONDS = 5;
/** Somebody who types on is told of again after this. */
const TYPING_AGAIN_MS = 2000;
const MOST_TYPING = 10_000;

interface Dependencies {
  db: () => Knex;
  members: MemberRows;
  rooms: Pick<RoomsService, 'of' | 'show'>;
  emitter: Emitter;
}

/** What people have read, and who types: nothing of it has a position in the room. */
export function createChatPointers({ db, members, rooms, emitter }: Dependencies) {
  const typing = new LRUCache<string, true>({ max: MOST_TYPING, ttl: TYPING_AGAIN_MS });

  async function unreadIn(by: UserPrincipal, { id, key }: Room): Promise<Unread> {
    const [row] = await members.unread(db(), by, { roomIds: [id], most: MOST_UNREAD });
    if (!row) throw noSuchRoom();
    const { unread, mentions, lastReadSeq, lastEventSeq } = row;
    return { room: key, unread, mentions, lastReadSeq, lastEventSeq };
  }

  return {
    unreadIn,

    /** Rooms that a person belongs to, with what they have not read. */
    async overview(by: UserPrincipal): Promise<Unread[]> {
      const own = await rooms.of(by);
      const ids = (await members.roomIds(db(), own)).map(({ id }) => id);
      const rows = await members.unread(db(), by, { roomIds: ids, most: MOST_UNREAD });
      const byOwner = new Map(rows.map((row) => [`${row.kind}:${row.ownerId}`, row]));
      return own.map(({ kind, ownerId, key }) => {
        const row = byOwner.get(`${kind}:${ownerId}`);
        return {
          room: key,
          unread: row?.unread ?? 0,
          mentions: row?.mentions ?? 0,
          lastReadSeq: row?.lastReadSeq ?? 0,
          lastEventSeq: row?.lastEventSeq ?? 0,
        };
      });
    },

    /** Moves the pointer of a person forward, on all their devices, and tells the others. */
    async read(by: UserPrincipal, room: Room, eventSeq: number): Promise<Unread> {
      const noted = await members.noteRead(db(), { roomId: room.id, userId: by.userId, eventSeq });
      if (!noted) throw noSuchRoom();
      const person = noted.hasMoved && (await rooms.show([by.userId])).get(by.userId);
      if (person) {
        const read = { room: room.key, person, eventSeq: noted.lastReadSeq };
        emitter.hintToRoom(room, 'chat:read', read);
      }
      return unreadIn(by, room);
    },

    /** Tells the others that somebody types, at most every two seconds. */
    async type(by: UserPrincipal, room: Room, exceptSocketId?: string) {
      const key = `${room.id} ${by.userId}`;
      if (!typing.has(key)) {
        typing.set(key, true);
        const person = (await rooms.show([by.userId])).get(by.userId);
        const hint = { room: room.key, expiresInSeconds: TYPING_SECONDS };
        if (person) emitter.hintToRoom(room, 'chat:typing', { ...hint, person }, exceptSocketId);
      }
      return { expiresInSeconds: TYPING_SECONDS };
    },
  };
}

export type ChatPointers = ReturnType<typeof createChatPointers>;
