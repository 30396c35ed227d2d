import type { RoomMessages } from '../../contract/room-messages';
import type { ChatHistory } from './chat-history';
import type { ChatSending } from './chat-sending';
import type { RoomsService } from './rooms';

interface Dependencies {
  rooms: Pick<RoomsService, 'enter'>;
  history: Pick<ChatHistory, 'page'>;
  sending: Pick<ChatSending, 'send'>;
}

/** The messages of a room over REST: who asks is looked at anew each time. */
export const createRoomMessages = ({ rooms, history, sending }: Dependencies): RoomMessages => ({
  async list(by, name, query) {
    const room = await rooms.enter(by, name, { isFresh: true });
    const { messages, hasMore } = await history.page(room, query);
    return { data: messages, meta: { limit: query.limit, hasMore } };
  },

  async send(by, name, body) {
    const room = await rooms.enter(by, name, { isFresh: true });
    return sending.send(by, room, body);
  },
});
