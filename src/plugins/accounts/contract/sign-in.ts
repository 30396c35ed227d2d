import { z } from 'zod';
import { emailAddress } from './email-address';
import { personDetails } from './people';
import { sessionAnswer } from './sessions';
import { username } from './username';

/** What clients tell people who may want another mail. */
export const RESEND_AFTER_SECONDS = 60;

const LONGEST_SECRET = 200;

const resendAfterSeconds = z.int().meta({ example: RESEND_AFTER_SECONDS });

const linkToken = z
  .string()
  .min(1)
  .max(LONGEST_SECRET)
  .meta({ description: 'What follows `#token=` in the link of the mail' });

/** `isAllowed` knows the origins that people may be sent to. */
export const magicLinkBody = (isAllowed: (target: string) => boolean) =>
  z.strictObject({
    email: emailAddress,
    redirectTo: z
      .string()
      .refine(isAllowed, 'must be a path of the frontend, or a URL of an allowed origin')
      .meta({
        description: 'Where the frontend goes on afterwards; comes back with the session',
        example: '/groups',
      })
      .optional(),
  });

export const verifyBody = z.strictObject({
  token: linkToken,
  confirm: z
    .literal(true)
    .meta({ description: 'The person was shown when and on what the link was asked for' })
    .optional(),
});

export const verifyOtpBody = z.strictObject({
  flowId: z.uuid(),
  code: z
    .string()
    .regex(/^\d{6}$/, 'must be the six digits of the mail')
    .meta({ example: '042917' }),
});

export const registerBody = z.strictObject({
  email: emailAddress,
  password: z.string().meta({ description: '12 to 128 characters, none of the common ones' }),
  username: username.optional(),
  ...personDetails.shape,
});

export const verifyEmailBody = z.strictObject({ token: linkToken });

export const resendBody = z.strictObject({ email: emailAddress });

/** The same whether the address has an account or not. */
export const mailRequested = z
  .object({
    data: z.object({
      flowId: z.uuid().meta({ description: 'Goes with the code of the mail' }),
      resendAfterSeconds,
    }),
  })
  .meta({ 'x-status': 202 });

export const registrationRequested = z
  .object({ data: z.object({ resendAfterSeconds }) })
  .meta({ 'x-status': 202 });

export const emailVerified = z.object({ data: z.object({ status: z.literal('active') }) });

const redirectTo = z
  .string()
  .nullable()
  .meta({ description: 'Where to go on, as it was asked for with the mail' });

/** The answer of every session, and where the person wanted to go. */
export const signInAnswer = z.object({
  data: z.union(sessionAnswer.shape.data.options.map((option) => option.extend({ redirectTo }))),
});
