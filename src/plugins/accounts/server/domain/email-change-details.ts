import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What is kept with the link that proves the new address. */
export const emailChangeDetails = z.object({ newEmail: z.string() });

/** What is kept with the link that takes the change back. */
export const emailChangeUndoDetails = z.object({ passwordMark: z.string().nullable() });

/** Tells whether an account still has the password it had, without being its hash. */
export const passwordMark = (passwordHash: string | null): string | null =>
  passwordHash === null ? null : createHash('sha256').update(passwordHash).digest('base64url');
