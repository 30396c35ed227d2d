import { z } from 'zod';
import { longText, titleText } from '../../../lib/text-fields';

const documentId = () => z.string().min(1).max(64);

/** What milestones and tasks have in common, as a client writes it. */
export const workFields = z.strictObject({
  title: titleText(200),
  description: longText(4000).nullable().optional(),
  /** Its documentId or code. */
  group: documentId(),
  dueDate: z.iso.date().nullable().optional(),
  priority: z.enum(['low', 'medium', 'high']).optional(),
  order: z.int().min(0).max(100_000).optional(),
  assignee: documentId().nullable().optional(),
});
export type WorkFields = z.infer<typeof workFields>;
export type WorkPatch = Partial<WorkFields>;
export { documentId as workReference };
