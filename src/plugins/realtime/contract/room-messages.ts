import type { z } from 'zod';
import type { UserPrincipal } from '../../accounts/contract/principal';
import type { HistoryQuery, messagesAnswer } from './chat';
import type { MessageBody, ShownMessage } from './messages';

/** Service `roomMessages`: for addresses of the app that lead to the messages of a room. */
export interface RoomMessages {
  /** @throws Problem `not-found` for who does not belong to the room. */
  list(
    by: UserPrincipal,
    room: string,
    query: HistoryQuery,
  ): Promise<z.infer<typeof messagesAnswer>>;
  /** @throws Problem as `chat:send` is answered. */
  send(
    by: UserPrincipal,
    room: string,
    body: MessageBody,
  ): Promise<{ message: ShownMessage; isRepeated: boolean }>;
}
