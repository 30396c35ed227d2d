import { z } from 'zod';

const GIBIBYTE = 1024 ** 3;

/** What the application tells the importer. */
export const importerConfig = z.strictObject({
  /** The first signs the cursors of lists, all are read. */
  secrets: z.array(z.string().min(1)).min(1),
  /** Cron expressions in UTC; an empty one switches its schedule off. */
  schedules: z.strictObject({ incremental: z.string(), full: z.string() }),
  /** Whom a provider can reach about our requests: a URL or an e-mail address, in the user agent. */
  contact: z.string().trim().min(1),
  /** Records in one merge transaction. Small where one open transaction holds up everybody. */
  mergeBatchSize: z.number().int().min(1).max(10_000),
  /** How long a run of a machine that vanished keeps its source to itself. */
  leaseSeconds: z.number().int().min(1).max(3600),
  /** When withdrawals of a dataset are asked about instead of made; see domain/withdrawals.ts. */
  withdrawalGuard: z.strictObject({
    maxPercent: z.number().min(0).max(100),
    minRecords: z.number().int().min(1),
  }),
  /** Where administrators find the panel, for mails. */
  panelUrl: z.url(),
  /** How long runs that have ended are kept, with what they refused. */
  historyDays: z.number().int().min(1),
  retry: z.strictObject({
    attempts: z.number().int().min(1).max(20),
    firstDelayMs: z.number().int().min(0),
    longestDelayMs: z.number().int().min(0),
  }),
  obis: z.strictObject({
    baseUrl: z.url(),
    pageSize: z.number().int().min(1).max(10_000),
    timeoutSeconds: z.number().int().min(1).max(600),
  }),
  gbif: z.strictObject({
    baseUrl: z.url(),
    pageSize: z.number().int().min(1).max(300),
    timeoutSeconds: z.number().int().min(1).max(600),
    /** Between two requests. GBIF names no rate; after some 17 quick ones it asked for 31 s of rest. */
    minIntervalMs: z.number().int().min(0).max(60_000),
    /** Records in one question before it is cut into parts: GBIF refuses to page further. */
    maxRecords: z.number().int().min(1).max(100_000),
    /** For downloads; without one there are none. */
    account: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).nullable(),
    /** Between two looks at a download that GBIF is making. */
    pollSeconds: z.number().int().min(1).max(3600),
  }),
  /** Archives and tables. */
  files: z.strictObject({
    /** The folder in which files are named; nothing outside of it is read. */
    inbox: z.string().min(1),
    pageSize: z.number().int().min(1).max(10_000),
    maxBytes: z.number().int().positive(),
    maxUnpackedBytes: z.number().int().positive(),
    /** Without a byte for so long, a transfer is over. */
    timeoutSeconds: z.number().int().min(1).max(600),
    /** Whether addresses of our own network are fetched from, and without TLS. */
    allowsPrivate: z.boolean(),
  }),
  worms: z.strictObject({
    baseUrl: z.url(),
    timeoutSeconds: z.number().int().min(1).max(600),
    /** Between two requests. WoRMS blocks whoever sends more than 180 in 10 seconds. */
    minIntervalMs: z.number().int().min(0).max(60_000),
    /** How many days an answer is good, and how long it is good that there was none. */
    ageDays: z.strictObject({ found: z.number().positive(), missing: z.number().positive() }),
  }),
});

export type ImporterConfig = z.infer<typeof importerConfig>;

export default {
  default: {
    schedules: { incremental: '0 3 1 * *', full: '0 4 1 1,7 *' },
    contact: 'https://example.org/shoal',
    mergeBatchSize: 1000,
    leaseSeconds: 30,
    withdrawalGuard: { maxPercent: 20, minRecords: 10 },
    historyDays: 180,
    panelUrl: 'http://localhost:1337/admin',
    retry: { attempts: 6, firstDelayMs: 1000, longestDelayMs: 60_000 },
    obis: { baseUrl: 'https://api.obis.org/v3', pageSize: 5000, timeoutSeconds: 60 },
    gbif: {
      baseUrl: 'https://api.gbif.org',
      pageSize: 300,
      timeoutSeconds: 60,
      minIntervalMs: 500,
      maxRecords: 100_000,
      account: null,
      pollSeconds: 30,
    },
    files: {
      inbox: '.data/inbox',
      pageSize: 5000,
      maxBytes: 4 * GIBIBYTE,
      maxUnpackedBytes: 64 * GIBIBYTE,
      timeoutSeconds: 60,
      allowsPrivate: false,
    },
    worms: {
      baseUrl: 'https://www.marinespecies.org/rest',
      timeoutSeconds: 60,
      minIntervalMs: 60,
      ageDays: { found: 90, missing: 30 },
    },
  },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = importerConfig.safeParse(config);
    if (!parsed.success) {
      throw new Error(`The importer's settings:\n${z.prettifyError(parsed.error)}`);
    }
  },
};
