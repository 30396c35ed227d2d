import { z } from 'zod';
import { newMemberBody } from '../contract/group-body';
import { shownPerson } from '../contract/shown-person';

export default {
  routes: [
    {
      method: 'POST' as const,
      path: '/groups/:id/members',
      handler: 'members.add',
      request: { body: { 'application/json': newMemberBody } },
      response: z.object({ data: z.array(shownPerson) }).meta({ 'x-status': 201 }),
    },
    {
      method: 'DELETE' as const,
      path: '/groups/:id/members/:userId',
      handler: 'members.remove',
      response: z.null(),
    },
  ],
};
