import type { Knex } from 'knex';
import { Problem } from '../../../../lib/problem';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { Changed } from '../../contract/chat';
import { MOST_EMOJIS } from '../../contract/messages';
import { mentionsIn } from '../domain/mentions';
import type { Actor } from '../domain/actor';
import type { ReadMessage } from '../domain/message';
import type { Room } from '../domain/room';
import { messageIsGone, muted, noSuchMessage, notTheirs, tooManyEmojis } from '../errors';
import type { MessageChanges } from '../repositories/message-changes';
import type { MessageRows } from '../repositories/messages';
import type { ModerationRows } from '../repositories/moderation';
import type { Outcome, RoomChanges } from './room-changes';
import type { RoomsService } from './rooms';

interface Dependencies {
  db: () => Knex;
  rooms: Pick<RoomsService, 'enter'>;
  messageRows: MessageRows;
  changes: MessageChanges;
  moderation: Pick<ModerationRows, 'mutedUntil'>;
  roomChanges: RoomChanges;
}

/** What a step may look at and write with, while it holds the room. */
interface Step {
  trx: Knex.Transaction;
  message: ReadMessage;
  room: Room;
}

/** Changes of messages: each is an event of its own, for those who are away too. */
export function createChatChanges(dependencies: Dependencies) {
  const { db, rooms, messageRows, changes, moderation, roomChanges } = dependencies;

  /** The room of a message. Who may not be there is told the same as of one that is not there. */
  async function enterRoomOf(by: UserPrincipal, messageId: string): Promise<Room> {
    const place = await messageRows.placeOf(db(), messageId);
    if (!place) throw noSuchMessage();
    try {
      return await rooms.enter(by, `${place.kind}:${place.ownerId}`, { isFresh: true });
    } catch (error) {
      if (error instanceof Problem && error.type === 'not-found') throw noSuchMessage();
      throw error;
    }
  }

  /** For who has been let into the room. */
  async function changeIn(
    room: Room,
    { by, messageId }: { by: Actor; messageId: string },
    step: (held: Step) => Promise<Outcome>,
  ): Promise<Changed> {
    const eventSeq = await roomChanges.happen(by, room, async (trx) => {
      const [message] = await messageRows.byIds(trx, [messageId]);
      if (!message) throw noSuchMessage();
      return step({ trx, message, room });
    });
    return { eventSeq: eventSeq ?? (await changes.newestEventOf(db(), messageId)) };
  }

  const change = async (
    by: UserPrincipal,
    messageId: string,
    step: (held: Step) => Promise<Outcome>,
  ): Promise<Changed> => changeIn(await enterRoomOf(by, messageId), { by, messageId }, step);

  /** Who may not write changes nothing either. */
  async function assertMayWrite(trx: Knex, { userId }: UserPrincipal, room: Room): Promise<void> {
    const until = await moderation.mutedUntil(trx, { roomId: room.id, userId });
    if (until) throw muted(Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000)));
  }

  return {
    enterRoomOf,
    changeIn,

    /** @throws Problem `not-found`, `forbidden` for a message of somebody else, `conflict` when it is gone. */
    edit: (by: UserPrincipal, messageId: string, text: string): Promise<Changed> =>
      change(by, messageId, async ({ trx, message, room }) => {
        if (message.authorId !== by.userId) throw notTheirs();
        if (message.deletedAt || message.hiddenAt) throw messageIsGone();
        await assertMayWrite(trx, by, room);
        if (message.text === text) return null;
        await changes.setText(trx, { id: messageId, text, mentions: mentionsIn(text) });
        return { type: 'edit', messageId, details: {} };
      }),

    /** By its author, or by who looks after the room. */
    remove: (by: UserPrincipal, messageId: string): Promise<Changed> =>
      change(by, messageId, async ({ trx, message, room }) => {
        if (message.authorId !== by.userId && room.standing !== 'moderator') throw notTheirs();
        if (message.deletedAt) return null;
        await changes.empty(trx, messageId);
        return { type: 'delete', messageId, details: {} };
      }),

    /** @throws Problem `validation-failed` for an emoji that would be one too many; those that are there go on. */
    react: (
      by: UserPrincipal,
      messageId: string,
      { emoji, reacted }: { emoji: string; reacted: boolean },
    ): Promise<Changed> =>
      change(by, messageId, async ({ trx, message, room }) => {
        if (message.deletedAt || message.hiddenAt) throw messageIsGone();
        await assertMayWrite(trx, by, room);
        const isNew = reacted && message.reactions.every((reaction) => reaction.emoji !== emoji);
        // Nobody else adds one meanwhile: the room is held.
        if (isNew && message.reactions.length >= MOST_EMOJIS) throw tooManyEmojis(MOST_EMOJIS);
        const reaction = { id: messageId, emoji, userId: by.userId, reacted };
        const hasChanged = await changes.setReaction(trx, reaction);
        return hasChanged ? { type: 'reaction', messageId, details: { emoji, reacted } } : null;
      }),
  };
}

export type ChatChanges = ReturnType<typeof createChatChanges>;
