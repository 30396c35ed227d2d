import { z } from 'zod';
import { DEFAULT_SIGN_IN, signInConfig } from './sign-in-config';
import { DEFAULT_THROTTLE, throttleConfig } from './throttle-config';

const days = (count: number) => count * 86_400;

/** What the application tells the accounts plugin. */
export const accountsConfig = z.strictObject({
  /** Newest first: the first signs, all of them are tried on what is old. */
  secrets: z.array(z.string().min(1)).min(1),
  /** Where people reach this server; names it as the issuer of tokens and decides about cookies. */
  publicUrl: z.url(),
  /** Where links in mails lead, without a slash at the end. */
  frontendBaseUrl: z.url(),
  /** Origins beside our own and the frontend's whose pages may act for a signed-in person. */
  allowedOrigins: z.array(z.string()),
  /** While developing, frontends run on any port of this machine. */
  allowsLocalhost: z.boolean(),
  sessions: z
    .strictObject({
      accessSeconds: z.int().min(1).max(3600),
      /** A session that nobody refreshes for as long is over. */
      idleSeconds: z.int().min(1).max(days(90)),
      /** A session is over after this, however much it is used. */
      longestSeconds: z.int().min(1).max(days(365)),
    })
    .refine(
      ({ accessSeconds, idleSeconds }) => accessSeconds <= idleSeconds,
      'an access token must not outlive its session',
    ),
  signIn: signInConfig,
  throttle: throttleConfig,
  /** How long security events are kept. */
  securityEventDays: z.int().min(1),
});

export type AccountsConfig = z.infer<typeof accountsConfig>;

export default {
  default: {
    allowedOrigins: [],
    allowsLocalhost: false,
    sessions: { accessSeconds: 600, idleSeconds: days(7), longestSeconds: days(30) },
    signIn: DEFAULT_SIGN_IN,
    throttle: DEFAULT_THROTTLE,
    securityEventDays: 365,
  },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = accountsConfig.safeParse(config);
    if (!parsed.success) {
      throw new Error(`The settings of accounts:\n${z.prettifyError(parsed.error)}`);
    }
  },
};
