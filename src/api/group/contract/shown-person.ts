import { z } from 'zod';

/** A person as others are shown them. */
export const shownPerson = z.object({
  id: z.string().meta({ description: 'The documentId of the person' }),
  name: z.string(),
  role: z.string().nullable(),
});
export type ShownPerson = z.infer<typeof shownPerson>;
