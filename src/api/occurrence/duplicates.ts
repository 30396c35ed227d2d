import { z } from 'zod';

/** The parameter of `GET /api/occurrences`, as on maps. */
export const duplicates = z
  .enum(['exclude', 'include', 'only'], 'Takes exclude, include or only.')
  .default('exclude')
  .meta({ description: 'Records that another one stands for, since both are the same.' });

export type Duplicates = z.infer<typeof duplicates>;

/** As a filter of Strapi's; nothing where all are wanted. */
export function duplicatesFilter(choice: Duplicates): Record<string, unknown> | null {
  if (choice === 'include') return null;
  return { duplicateOf: choice === 'only' ? { $notNull: true } : { $null: true } };
}
