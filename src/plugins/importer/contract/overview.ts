import { z } from 'zod';
import type { IMPORT_MODES } from './run-request';

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().int().min(1).max(max));

/** The panel's list of datasets. */
export const datasetsQuery = z.strictObject({
  page: wholeNumber(1_000_000).default(1),
  pageSize: wholeNumber(100).default(25),
});
export type DatasetsQuery = z.infer<typeof datasetsQuery>;

/** How fresh a dataset is. Times are ISO 8601, as JSON has them. */
export interface DatasetLine {
  id: string;
  title: string | null;
  provider: string;
  datasetKey: string;
  /** When the provider says that it last changed. */
  updatedAtProvider: string | null;
  /** When it was last read to its end by an incremental run, else when it was last described. */
  pulledAt: string | null;
  /** The provider has changed it since. */
  isBehind: boolean;
  withdrawnAt: string | null;
  /** Records that are here and not withdrawn. */
  records: number;
}

export interface DatasetsAnswer {
  data: DatasetLine[];
  meta: { page: number; pageSize: number; total: number; pageCount: number };
}

/** A question that editors keep. */
export interface ProfileLine {
  name: string;
  source: string;
  parameters: Record<string, unknown>;
  /** Whether schedules ask it. */
  isEnabled: boolean;
}

export interface ProfilesAnswer {
  /** In the order in which a schedule takes them. */
  data: ProfileLine[];
  /** What can be imported from. */
  meta: { sources: readonly string[] };
}

/** When an import starts by itself. */
export interface ScheduleLine {
  mode: Exclude<(typeof IMPORT_MODES)[number], 'dry-run'>;
  /** Cron expression in UTC; empty when it is switched off. */
  cron: string;
  nextAt: string | null;
}

export interface SchedulesAnswer {
  data: ScheduleLine[];
}

/** A record that was refused. */
export interface RejectedLine {
  ordinal: number;
  providerRecordId: string | null;
  reasons: string[];
  /** What the provider sent, as JSON. */
  source: string | null;
}

export interface RejectedAnswer {
  /** The first of them. */
  data: RejectedLine[];
}
