import { z } from 'zod';

/**
 * Letters of one alphabet only, so that no name passes for another; no @, so that none passes for
 * an address where a person signs in with either.
 */
export const username = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,28}[A-Za-z0-9]$/,
    'must have 3 to 30 letters, digits, dots, dashes or underscores, a letter or digit first and last',
  )
  .meta({ example: 'ada.lovelace' });
