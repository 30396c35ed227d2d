import { z } from 'zod';

/** What may be asked of a run over the register: nothing but what was changed there since when. */
export const wormsParameters = z.strictObject({
  changedSince: z.iso.datetime().optional(),
});

export type WormsParameters = z.infer<typeof wormsParameters>;
