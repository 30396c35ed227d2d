import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { Changed } from '../../contract/chat';
import type { ShownReport } from '../../contract/moderation';
import type { Actor } from '../domain/actor';
import type { Room } from '../domain/room';
import { noSuchPerson, notModerator, notYourOwnMute } from '../errors';
import type { MessageChanges } from '../repositories/message-changes';
import type { MessageRows } from '../repositories/messages';
import type { ModerationRows } from '../repositories/moderation';
import type { RoomRows } from '../repositories/rooms';
import type { ChatChanges } from './chat-changes';
import type { MessagePresenter } from './message-presenter';
import type { RoomChanges } from './room-changes';
import type { RoomsService } from './rooms';

interface Dependencies {
  db: () => Knex;
  rooms: Pick<RoomsService, 'show'>;
  roomRows: RoomRows;
  messageRows: MessageRows;
  changes: MessageChanges;
  moderation: ModerationRows;
  chatChanges: ChatChanges;
  roomChanges: RoomChanges;
  presenter: MessagePresenter;
}

interface Hiding {
  hidden: boolean;
  reason?: string | undefined;
}

function assertModerator({ standing }: Room): void {
  if (standing !== 'moderator') throw notModerator();
}

/** Looking after a room. Who may is told by the app; everything but a report is an event of the room. */
export function createChatModeration(dependencies: Dependencies) {
  const { db, rooms, roomRows, messageRows, changes, moderation, chatChanges } = dependencies;
  const { roomChanges, presenter } = dependencies;

  /** The position of a change, or of the newest when nothing changed. */
  async function positionIn(room: Room, eventSeq: number | null): Promise<Changed> {
    return { eventSeq: eventSeq ?? (await roomRows.read(db(), room.id))?.lastEventSeq ?? 0 };
  }

  async function hideIn(
    room: Room,
    { by, messageId, hidden, reason }: { by: Actor; messageId: string } & Hiding,
  ): Promise<Changed> {
    assertModerator(room);
    const action = hidden ? 'hide' : 'show';
    return chatChanges.changeIn(room, { by, messageId }, async ({ trx, message }) => {
      const isSo = (message.hiddenAt !== null) === hidden;
      const resolution = isSo && !hidden ? 'close' : action;
      await moderation.resolveReports(trx, { messageId, by, resolution });
      if (isSo) return null;
      await changes.setHidden(trx, { id: messageId, isHidden: hidden });
      return { type: 'moderation', messageId, details: { action, ...(reason && { reason }) } };
    });
  }

  return {
    /** By any member; nobody but those who look after the room is told. */
    async report(by: UserPrincipal, messageId: string, reason: string) {
      await chatChanges.enterRoomOf(by, messageId);
      await moderation.report(db(), { messageId, reporterId: by.userId, reason });
      return { reported: true as const };
    },

    async reports(room: Room): Promise<ShownReport[]> {
      assertModerator(room);
      const found = await moderation.openReports(db(), room.id);
      const rows = await messageRows.byIds(
        db(),
        found.map(({ messageId }) => messageId),
      );
      // Who decides about a message has to read it.
      const asIfShown = rows.map((row) => ({ ...row, hiddenAt: null }));
      const messages = await presenter.messages(asIfShown, room.key);
      const hiddenAt = new Map(rows.map((row) => [row.id, row.hiddenAt?.toISOString() ?? null]));
      const reporters = await rooms.show(found.flatMap(({ reporterId }) => reporterId ?? []));
      return found.flatMap(({ id, messageId, reporterId, reason, createdAt }) => {
        const message = messages.find((one) => one.id === messageId);
        if (!message) return [];
        return {
          id,
          message: { ...message, hiddenAt: hiddenAt.get(messageId) ?? null },
          reporter: reporterId === null ? null : (reporters.get(reporterId) ?? null),
          reason,
          createdAt: createdAt.toISOString(),
        };
      });
    },

    /** Hides a message or shows it again; either way its reports have been seen to. */
    hide: async (by: UserPrincipal, messageId: string, hiding: Hiding): Promise<Changed> =>
      hideIn(await chatChanges.enterRoomOf(by, messageId), { by, messageId, ...hiding }),

    hideIn,

    /** Leaves a message as it is; its reports have been seen to. */
    async close(by: Actor, room: Room, messageId: string): Promise<{ closed: true }> {
      assertModerator(room);
      await moderation.resolveReports(db(), { messageId, by, resolution: 'close' });
      return { closed: true };
    },

    /** Lets somebody read and not write. @throws Problem `not-found` for no person, `forbidden` for oneself. */
    async mute(
      by: Actor,
      room: Room,
      { personId, until }: { personId: string; until: string | null },
    ): Promise<Changed> {
      assertModerator(room);
      const userId = await moderation.personOf(db(), personId);
      if (userId === undefined) throw noSuchPerson();
      if (userId === by.userId) throw notYourOwnMute();
      const eventSeq = await roomChanges.happen(by, room, async (trx) => {
        const end = until === null ? null : new Date(until);
        const known = await moderation.mutedUntil(trx, { roomId: room.id, userId });
        if (known?.getTime() === end?.getTime()) return null;
        await moderation.mute(trx, { roomId: room.id, userId, until: end });
        const details = { action: until === null ? 'unmute' : 'mute', person: personId, until };
        return { type: 'moderation', messageId: null, details };
      });
      return positionIn(room, eventSeq);
    },

    async slowMode(by: Actor, room: Room, seconds: number): Promise<Changed> {
      assertModerator(room);
      const eventSeq = await roomChanges.happen(by, room, async (trx) => {
        const hasChanged = await moderation.setSlowMode(trx, { roomId: room.id, seconds });
        const details = { action: 'slow-mode', seconds };
        return hasChanged ? { type: 'moderation', messageId: null, details } : null;
      });
      return positionIn(room, eventSeq);
    },
  };
}

export type ChatModeration = ReturnType<typeof createChatModeration>;
