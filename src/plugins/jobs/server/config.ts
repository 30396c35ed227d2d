import { z } from 'zod';

/** What the application tells the jobs plugin. */
export const jobsConfig = z.strictObject({
  /** Whether this process runs jobs; at least one must. Adding them works everywhere. */
  enabled: z.boolean(),
  /** How often to look for jobs that other processes added. */
  pollSeconds: z.number().min(0.1).max(60),
  /** How long jobs that run may take to end when the process stops. */
  graceSeconds: z.number().min(0).max(60),
  mail: z.strictObject({
    /** Encrypt what waits to be sent, newest first. */
    secrets: z.array(z.string().min(1)).min(1),
    /** Before a mail that failed is tried again; doubled with each further try. */
    retrySeconds: z.number().int().min(1),
    hourlyLimit: z.number().int().min(1),
    /** The right-hand side of the ids of our mails. */
    domain: z.string().min(1),
    /** `keep`: mails go nowhere but to the developer's page and a test; `show`: to the terminal too. */
    console: z.enum(['off', 'keep', 'show']),
    /** Whether nobody gets any mail, which is worth a warning. */
    isUndelivered: z.boolean(),
  }),
});

export type JobsConfig = z.infer<typeof jobsConfig>;

export default {
  default: { enabled: true, pollSeconds: 2, graceSeconds: 5 },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = jobsConfig.safeParse(config);
    if (!parsed.success) throw new Error(`The jobs' settings:\n${z.prettifyError(parsed.error)}`);
  },
};
