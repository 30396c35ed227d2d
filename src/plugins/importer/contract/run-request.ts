import { z } from 'zod';

export const IMPORT_MODES = ['full', 'incremental', 'dry-run'] as const;

export type ImportMode = (typeof IMPORT_MODES)[number];

/** What a run is asked to do, whoever asks: the command, a schedule, the admin page. */
export const runRequest = z.strictObject({
  source: z.string().min(1),
  /**
   * Everything that answers the question, or only what may have changed since it was last asked; a
   * dry run reads everything, reports what it would do, and writes nothing.
   */
  mode: z.enum(IMPORT_MODES).default('full'),
  /** What to fetch, in the source's own terms; the source parses it. */
  parameters: z.record(z.string(), z.unknown()).default({}),
  /** Name of the profile that asks, to be told by people. */
  profile: z.string().min(1).optional(),
  /** Stop after so many pages; the run is then partial. */
  maxPages: z.number().int().positive().optional(),
  /** Also continue a run that failed. One that was interrupted is always continued. */
  resume: z.boolean().default(false),
  /** A schedule asks: how it ends is reported when it is not well. */
  isScheduled: z.boolean().default(false),
});

export type RunRequest = z.input<typeof runRequest>;
