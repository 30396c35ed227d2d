import { z } from 'zod';
import { completedTask } from '../task-answer';

const route = (action: 'complete' | 'reopen') => ({
  method: 'POST' as const,
  path: `/tasks/:id/${action}`,
  handler: `completion.${action}`,
  response: z.object({ data: completedTask }),
});

export default { routes: [route('complete'), route('reopen')] };
