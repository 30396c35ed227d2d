import { z } from 'zod';
import {
  historyDescription,
  messageAnswer,
  messagesAnswer,
} from '../../../plugins/realtime/contract/chat';
import { messageBody } from '../../../plugins/realtime/contract/messages';

const params = { id: z.string().meta({ description: 'The code or documentId of the group' }) };

export default {
  routes: [
    {
      method: 'GET' as const,
      path: '/groups/:id/messages',
      handler: 'messages.find',
      request: { params, query: historyDescription },
      response: messagesAnswer,
    },
    {
      method: 'POST' as const,
      path: '/groups/:id/messages',
      handler: 'messages.send',
      request: { params, body: { 'application/json': messageBody } },
      response: messageAnswer.meta({ 'x-status': 201, 'x-also': [200] }),
    },
  ],
};
