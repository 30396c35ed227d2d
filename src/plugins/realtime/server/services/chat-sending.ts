import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { Files } from '../../../files/contract/files';
import type { MessageBody, ShownMessage } from '../../contract/messages';
import { mentionsIn } from '../domain/mentions';
import type { Appended, NewMessage, ReadMessage } from '../domain/message';
import type { Room } from '../domain/room';
import { muted, noSuchMessage, noSuchRoom, slowMode, unknownReply } from '../errors';
import type { MessageRows } from '../repositories/messages';
import type { Emitter } from './emitter';
import type { MessagePresenter } from './message-presenter';
import { createMessageWriter } from './message-writer';

/** Rooms that were written to lately, by their ids. */
const MOST_KEYS = 10_000;

interface Dependencies {
  db: () => Knex;
  messageRows: MessageRows;
  presenter: MessagePresenter;
  emitter: Emitter;
  files: () => Pick<Files, 'attachable'>;
  createId: () => string;
  report: (error: unknown) => void;
}

export interface Sent {
  message: ShownMessage;
  /** The very message had been stored before. */
  isRepeated: boolean;
}

const asRead = (message: NewMessage, { eventSeq, createdAt }: Appended): ReadMessage => ({
  id: message.id,
  roomId: message.roomId,
  clientId: message.clientId,
  authorId: message.authorId,
  text: message.text,
  replyTo: message.replyTo,
  mentions: message.mentions,
  fileIds: message.fileIds,
  eventSeq,
  createdAt,
  editedAt: null,
  deletedAt: null,
  hiddenAt: null,
  reactions: [],
});

/** Stores messages, acknowledges them after the commit and sends them out in their order. */
export function createChatSending(dependencies: Dependencies) {
  const { db, messageRows, presenter, emitter, files, createId, report } = dependencies;
  const keys = new LRUCache<number, string>({ max: MOST_KEYS });
  const shownById = new LRUCache<string, ShownMessage>({ max: MOST_KEYS });

  async function publish(
    stored: readonly { message: NewMessage; appended: Appended }[],
  ): Promise<void> {
    const rows = stored.map(({ message, appended }) => asRead(message, appended));
    // Names and files of all rooms at once; the name of its room is each message's own.
    const shown = await presenter.messages(rows, '');
    for (const [index, { id, roomId }] of rows.entries()) {
      const bare = shown[index];
      const room = keys.get(roomId) ?? '';
      if (!bare) continue;
      const message = { ...bare, room };
      shownById.set(id, message);
      const { eventSeq, createdAt: at, author: actor } = message;
      const event = { room, eventSeq, type: 'message' as const, at, actor, message, details: {} };
      emitter.toRoom({ id: roomId }, 'chat:event', event);
    }
  }

  const writer = createMessageWriter({
    append: (messages) => messageRows.append(db(), messages),
    publish,
    report,
  });

  async function readOne(id: string, room: Room): Promise<ShownMessage> {
    const [message] = await presenter.messages(await messageRows.byIds(db(), [id]), room.key);
    if (!message) throw noSuchMessage();
    return message;
  }

  async function attachedFiles(by: UserPrincipal, ids: readonly string[]): Promise<number[]> {
    const found: number[] = [];
    for (const [index, id] of [...new Set(ids)].entries()) {
      const wanted = { id, pointer: `/attachments/${index}`, kind: 'any' } as const;
      found.push(await files().attachable(by, wanted));
    }
    return found;
  }

  return {
    writer,

    /**
     * @throws Problem `not-found` for a room that went, `muted`, `slow-mode`, `validation-failed` for a
     *   reply to what is not in the room and for files that are not one's own.
     */
    async send(by: UserPrincipal, room: Room, body: MessageBody): Promise<Sent> {
      keys.set(room.id, room.key);
      const { clientId, text, attachments, replyTo } = body;
      const appended = await writer.send({
        id: createId(),
        roomId: room.id,
        clientId,
        authorId: by.userId,
        text,
        replyTo,
        mentions: mentionsIn(text),
        fileIds: attachments.length > 0 ? await attachedFiles(by, attachments) : [],
        isPaced: room.standing !== 'moderator',
      });
      switch (appended.outcome) {
        case 'gone':
          throw noSuchRoom();
        case 'muted':
          throw muted(appended.waitSeconds);
        case 'too-soon':
          throw slowMode(appended.waitSeconds);
        case 'unknown-reply':
          throw unknownReply();
        case 'repeated':
          return { message: await readOne(appended.id, room), isRepeated: true };
        case 'stored': {
          const shown = shownById.get(appended.id);
          shownById.delete(appended.id);
          return { message: shown ?? (await readOne(appended.id, room)), isRepeated: false };
        }
      }
    },
  };
}

export type ChatSending = ReturnType<typeof createChatSending>;
