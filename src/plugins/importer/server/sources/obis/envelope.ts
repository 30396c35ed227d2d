import { z } from 'zod';

/**
 * What wraps every list of OBIS. `error` can ride on a 200, as text for one name and as a list for
 * several, with and without results; `total` may be missing and may be wrong.
 */
export const obisEnvelope = z.looseObject({
  total: z.number().nullish(),
  results: z.array(z.unknown()),
  error: z.union([z.string(), z.array(z.unknown())]).nullish(),
});

export type ObisEnvelope = z.infer<typeof obisEnvelope>;

/** The errors that an envelope carries, as texts; none is an empty list. */
export function errorsOf({ error }: ObisEnvelope): string[] {
  if (error === null || error === undefined || error === '') return [];
  return Array.isArray(error) ? error.map(String) : [error];
}

/** The error that is an answer and no breakdown: OBIS does not know the name it was asked for. */
export const NAME_NOT_FOUND = 'NAME_NOT_FOUND';
