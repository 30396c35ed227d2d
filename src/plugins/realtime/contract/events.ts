import type { ProblemBody } from '../../../lib/http/render-problem';
import type {
  Changed,
  chatDelete,
  chatEdit,
  chatJoin,
  chatLeave,
  chatReact,
  chatRead,
  chatSend,
  chatTyping,
  MissedEvents,
  SentMessage,
  Unread,
} from './chat';
import type { LocationClientToServer, LocationServerToClient } from './location-events';
import type { ChatEvent } from './messages';
import type { chatHide, chatMute, chatReport, chatSlowMode } from './moderation';
import type { ShownPerson } from './rooms';
import type { Sends } from './sends';

export interface PresenceChange {
  room: string;
  people: { person: ShownPerson; isOnline: boolean }[];
  expiresInSeconds: number;
}

/** What clients send. */
export interface ClientToServer extends LocationClientToServer {
  'chat:join': Sends<typeof chatJoin, MissedEvents>;
  'chat:leave': Sends<typeof chatLeave, { left: boolean }>;
  'chat:send': Sends<typeof chatSend, SentMessage>;
  'chat:edit': Sends<typeof chatEdit, Changed>;
  'chat:delete': Sends<typeof chatDelete, Changed>;
  'chat:react': Sends<typeof chatReact, Changed>;
  'chat:read': Sends<typeof chatRead, Unread>;
  'chat:report': Sends<typeof chatReport, { reported: true }>;
  'chat:hide': Sends<typeof chatHide, Changed>;
  'chat:mute': Sends<typeof chatMute, Changed>;
  'chat:slow-mode': Sends<typeof chatSlowMode, Changed>;
  'chat:typing': Sends<typeof chatTyping, { expiresInSeconds: number }>;
}

/** What clients are sent. */
export interface ServerToClient extends LocationServerToClient {
  'chat:event': (event: ChatEvent) => void;
  /** Where the room has stood for some seconds: who has less has missed something and asks for it. */
  'chat:position': (position: { room: string; lastEventSeq: number }) => void;
  /** Somebody has read up to here. */
  'chat:read': (read: { room: string; person: ShownPerson; eventSeq: number }) => void;
  'chat:typing': (typing: { room: string; person: ShownPerson; expiresInSeconds: number }) => void;
  /** Who came and went, several at once; who is there is told again before it expires. */
  'presence:changed': (changed: PresenceChange) => void;
  /** The room is no longer theirs; nothing of it comes any more. */
  'room:left': (left: { room: string }) => void;
  /** The session is over; the connection ends now. */
  'session:ended': (ended: { problem: ProblemBody }) => void;
}
