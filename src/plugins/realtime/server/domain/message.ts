import type { ChatEventType } from '../../contract/messages';

/** A message on its way to the database. */
export interface NewMessage {
  id: string;
  roomId: number;
  clientId: string;
  authorId: number;
  text: string;
  replyTo: string | null;
  mentions: string[];
  /** Numeric ids of files. */
  fileIds: number[];
  /** Whether the room's slow mode is for its author. */
  isPaced: boolean;
}

export type AppendOutcome = 'stored' | 'repeated' | 'gone' | 'muted' | 'too-soon' | 'unknown-reply';

/** What became of a message that was sent. */
export interface Appended {
  outcome: AppendOutcome;
  /** Of the message that is stored: that of the first time for one sent again. */
  id: string;
  eventSeq: number;
  createdAt: Date;
  /** Until the person may write again. */
  waitSeconds: number;
}

/** A message as it is stored. */
export interface StoredMessage extends Omit<NewMessage, 'isPaced'> {
  eventSeq: number;
  authorId: number;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  hiddenAt: Date | null;
  reactions: { emoji: string; people: string[] }[];
}

/** Its author may have left. */
export type ReadMessage = Omit<StoredMessage, 'authorId'> & { authorId: number | null };

/** A lasting change as it is stored. */
export interface StoredEvent {
  eventSeq: number;
  type: ChatEventType;
  messageId: string | null;
  actorId: number | null;
  details: Record<string, unknown>;
  createdAt: Date;
}
