import { z } from 'zod';
import { IMPORT_MODES } from './run-request';
import { RUN_STATES } from './run';

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'must be a positive whole number')
    .transform((text) => Math.min(Number(text), max));

const MAX_RUNS = 100;
const DEFAULT_RUNS = 25;

/**
 * `POST /api/importer/runs`: a question of its own, or one that editors keep. A question that leaves
 * everything open must say so by `all`, a full import that it is meant by `confirm`.
 */
export const startBody = z
  .strictObject({
    source: z.string().min(1).max(50).optional(),
    /** Name or document id of an import profile (of this source, where one is named), instead of parameters. */
    profile: z.string().min(1).max(100).optional(),
    mode: z.enum(IMPORT_MODES).default('incremental'),
    parameters: z.record(z.string(), z.unknown()).optional(),
    all: z.boolean().default(false),
    confirm: z.boolean().default(false),
  })
  .refine(({ source, profile }) => source !== undefined || profile !== undefined, {
    path: ['source'],
    message: 'name a source or a profile',
  })
  .refine(({ profile, parameters }) => profile === undefined || parameters === undefined, {
    path: ['parameters'],
    message: 'are those of the profile',
  });

export type StartBody = z.infer<typeof startBody>;

/** `POST /api/importer/runs/:id/resume`, with or without a body. */
export const resumeBody = z
  .strictObject({
    /** Records may be withdrawn as the paused run says under `askedWithdrawals`. */
    confirmWithdrawals: z.boolean().default(false),
  })
  .prefault({});

export type ResumeBody = z.infer<typeof resumeBody>;

const filters = {
  source: z.string().min(1).max(50).optional(),
  state: z.enum(RUN_STATES).optional(),
  cursor: z.string().max(200).optional(),
};

export const listQuery = z.strictObject({
  ...filters,
  limit: wholeNumber(MAX_RUNS).default(DEFAULT_RUNS),
});

/** The same as the OpenAPI document shows it: a parser's output is not what is sent. */
export const listDescription = {
  ...filters,
  limit: z.int().min(1).max(MAX_RUNS).default(DEFAULT_RUNS),
};

export type ListQuery = z.infer<typeof listQuery>;

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const instant = z.iso.datetime().nullable();

/** Records of a dataset that its provider has no more. */
const withdrawal = z.object({
  datasetKey: z.string(),
  records: count,
  /** Records of the dataset that answer the question. */
  stored: count,
  /** Refused records that may be some of them. */
  unread: count.optional(),
  /** Keys of some of them. */
  examples: z.array(z.string()).optional(),
});

/** A run as the API shows it. */
export const runView = z.object({
  id: z.int(),
  source: z.string(),
  mode: z.string(),
  /** The profile it was started by. */
  profile: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  state: z.enum(RUN_STATES),
  isCancelRequested: z.boolean(),
  pages: count,
  expected: count.nullable(),
  read: count,
  inserted: count,
  updated: count,
  unchanged: count,
  rejected: count,
  repeated: count,
  withdrawn: count,
  recordsPerSecond: z.number().nullable(),
  secondsLeft: count.nullable(),
  reasons: counts,
  flags: counts,
  drift: counts,
  warnings: z.array(
    z.object({ code: z.string(), detail: z.string(), count, isLossy: z.boolean() }),
  ),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /**
   * What a paused run waits for: `resume` with `confirmWithdrawals`, or `cancel`. Of a dry run: what
   * an import would wait for.
   */
  askedWithdrawals: z.array(withdrawal),
  /** What was withdrawn, by dataset; of a dry run what would be, unasked. */
  withdrawals: z.array(withdrawal),
  isScheduled: z.boolean(),
  createdAt: instant,
  startedAt: instant,
  finishedAt: instant,
});

export type RunView = z.infer<typeof runView>;

export const runAnswer = z.object({ data: runView });
export const runsAnswer = z.object({
  data: z.array(runView),
  meta: z.object({ limit: count, nextCursor: z.string().nullable() }),
});

export const rejectedCsv = z.string().meta({
  'x-media-type': 'text/csv',
  description:
    'RFC 4180, UTF-8: ordinal, providerRecordId, reasons, source as the provider sent it',
});
