import { z } from 'zod';
import { emailAddress } from './email-address';

const LONGEST_TOKEN = 200;
const LONGEST_IDENTIFIER = 1000;
/** Far beyond what a password may be, so that its own rules are what refuses it. */
const LONGEST_PASSWORD_INPUT = 4096;

const linkToken = z
  .string()
  .min(1)
  .max(LONGEST_TOKEN)
  .meta({ description: 'What follows `#token=` in the link of the mail' });

const knownPassword = z.string().min(1).max(LONGEST_PASSWORD_INPUT);
const newPassword = z
  .string()
  .max(LONGEST_PASSWORD_INPUT)
  .meta({ description: '12 to 128 characters, none of the common ones' });

export const loginBody = z.strictObject({
  identifier: z
    .string()
    .min(1)
    .max(LONGEST_IDENTIFIER)
    .meta({ description: 'Mail address or username', example: 'ada@example.org' }),
  password: knownPassword,
});

export const passwordResetBody = z.strictObject({ email: emailAddress });

export const passwordResetConfirmBody = z.strictObject({
  token: linkToken,
  password: newPassword,
});

export const passwordChangeBody = z.strictObject({
  currentPassword: knownPassword
    .meta({ description: 'Not needed for the first password of an account' })
    .optional(),
  newPassword,
});

export const emailChangeBody = z.strictObject({ email: emailAddress });

export const emailChangeProofBody = z.strictObject({ token: linkToken });

/** The same whether there is anybody to write to or not. */
export const linkRequested = z
  .object({
    data: z.object({
      expiresInSeconds: z.int().meta({ description: 'How long a link in the mail works' }),
    }),
  })
  .meta({ 'x-status': 202 });

/** All sessions of the account are over, that of this browser too. */
export const signInAgain = z.object({ data: z.object({ signedOut: z.literal(true) }) });
