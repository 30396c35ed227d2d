import type { ShownFile } from '../../../files/contract/files';
import type { ChatEvent, ShownMessage } from '../../contract/messages';
import type { ShownPerson } from '../../contract/rooms';
import type { ReadMessage, StoredEvent } from '../domain/message';

interface Dependencies {
  people: (userIds: readonly number[]) => Promise<Map<number, ShownPerson>>;
  files: (ids: readonly number[]) => Promise<Map<number, ShownFile>>;
}

const isPresent = (id: number | null): id is number => id !== null;
const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Messages and events as clients are shown them. What was deleted or hidden is not in them. */
export function createMessagePresenter({ people, files }: Dependencies) {
  async function messages(rows: readonly ReadMessage[], room: string): Promise<ShownMessage[]> {
    const [authors, attached] = await Promise.all([
      people(rows.map(({ authorId }) => authorId).filter(isPresent)),
      files(rows.flatMap(({ fileIds }) => fileIds)),
    ]);
    return rows.map((row) => {
      const isEmpty = row.deletedAt !== null || row.hiddenAt !== null;
      return {
        id: row.id,
        room,
        eventSeq: row.eventSeq,
        clientId: row.clientId,
        author: row.authorId === null ? null : (authors.get(row.authorId) ?? null),
        text: isEmpty ? '' : row.text,
        mentions: isEmpty ? [] : row.mentions,
        replyTo: row.replyTo,
        attachments: isEmpty
          ? []
          : row.fileIds.map((id) => attached.get(id)).filter((file) => file !== undefined),
        reactions: isEmpty ? [] : row.reactions,
        createdAt: row.createdAt.toISOString(),
        editedAt: moment(row.editedAt),
        deletedAt: moment(row.deletedAt),
        hiddenAt: moment(row.hiddenAt),
      };
    });
  }

  return {
    messages,

    /** @param rows the messages that the events are about, as they are now. */
    async events(
      happened: readonly StoredEvent[],
      rows: readonly ReadMessage[],
      room: string,
    ): Promise<ChatEvent[]> {
      const [shown, actors] = await Promise.all([
        messages(rows, room),
        people(happened.map(({ actorId }) => actorId).filter(isPresent)),
      ]);
      const byId = new Map(shown.map((message) => [message.id, message]));
      return happened.map(({ eventSeq, type, messageId, actorId, details, createdAt }) => ({
        room,
        eventSeq,
        type,
        at: createdAt.toISOString(),
        actor: actorId === null ? null : (actors.get(actorId) ?? null),
        message: messageId === null ? null : (byId.get(messageId) ?? null),
        details,
      }));
    },
  };
}

export type MessagePresenter = ReturnType<typeof createMessagePresenter>;
