import { z } from 'zod';
import { workFields, workReference } from '../group/contract/work-body';

const taskFields = workFields.extend({ milestone: workReference().nullable().optional() });
/** A milestone says the group, too. */
const newTask = taskFields
  .partial({ group: true })
  .refine(({ group, milestone }) => group !== undefined || typeof milestone === 'string', {
    path: ['group'],
    message: 'is needed where no milestone is given',
  });

export const newTaskBody = z.strictObject({ data: newTask });
export type NewTask = z.infer<typeof newTask>;

/** What is left out stays as it is. */
export const taskPatchBody = z.strictObject({ data: taskFields.partial() });
export type TaskPatch = z.infer<typeof taskPatchBody>['data'];
