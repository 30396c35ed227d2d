import { z } from 'zod';
import { shownPerson } from '../group/contract/shown-person';

/** A task by itself, as the API shows it. */
export const completedTask = z.object({
  id: z.int(),
  documentId: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  dueDate: z.iso.date().nullable(),
  priority: z.enum(['low', 'medium', 'high']),
  order: z.int(),
  assignee: shownPerson.nullable(),
  completedAt: z.iso.datetime().nullable(),
  completedBy: shownPerson.nullable(),
  isCompleted: z.boolean(),
  isOverdue: z.boolean().meta({ description: 'Not completed, and the day it was due is over' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  publishedAt: z.iso.datetime(),
});
