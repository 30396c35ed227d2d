import { z } from 'zod';

/** Who may get an account, and what the mails that bring people in hold. */
export const signInConfig = z.strictObject({
  /** `invite` and `closed`: only people who have an account already can sign in. */
  registration: z.enum(['open', 'invite', 'closed']),
  /** Domains that may register; none means all. */
  allowedDomains: z.array(z.string().lowercase()),
  /** Where people may be sent after signing in, beside the frontend. */
  redirectOrigins: z.array(z.string()),
  /** How long link and code of a sign-in work. */
  linkSeconds: z.int().min(60).max(3600),
});

export type SignInConfig = z.infer<typeof signInConfig>;

export const DEFAULT_SIGN_IN: SignInConfig = {
  registration: 'open',
  allowedDomains: [],
  redirectOrigins: [],
  linkSeconds: 600,
};
