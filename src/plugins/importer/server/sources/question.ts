import { z } from 'zod';

/** West, south, east, north in degrees, as a provider's question takes it: not over the antimeridian. */
export const bboxParameter = z
  .tuple([
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
  ])
  .refine(([west, south, east, north]) => west <= east && south <= north, {
    message: 'must be west,south,east,north with west below east; split a box at the antimeridian',
  });

/** A calendar day, for the date filters of providers. */
export const dayParameter = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2025-08-31');
