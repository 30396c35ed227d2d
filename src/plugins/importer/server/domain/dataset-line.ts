import type { DatasetLine } from '../../contract/overview';

/** What is stored of a dataset's freshness. */
export interface DatasetFreshness {
  documentId: string;
  title: string | null;
  provider: string;
  datasetKey: string;
  updatedAtProvider: Date | null;
  accessedAt: Date | null;
  withdrawnAt: Date | null;
  /** When the newest pull of it began, and what `updated` said then. */
  pulledAt: Date | null;
  pulledUpdate: Date | null;
  records: number;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/**
 * A dataset as the panel shows it. It is behind when the provider's `updated`, as we know it, is not
 * the one that was read; where no run read it to its end, when that is later than our last look.
 */
export function presentDataset(dataset: DatasetFreshness): DatasetLine {
  const { documentId, title, provider, datasetKey, records } = dataset;
  const { updatedAtProvider, accessedAt, withdrawnAt, pulledAt, pulledUpdate } = dataset;
  const seen = pulledAt ? pulledUpdate : accessedAt;
  const isBehind =
    withdrawnAt === null &&
    updatedAtProvider !== null &&
    (seen === null || updatedAtProvider > seen);
  return {
    id: documentId,
    ...{ title, provider, datasetKey, records, isBehind },
    updatedAtProvider: iso(updatedAtProvider),
    pulledAt: iso(pulledAt ?? accessedAt),
    withdrawnAt: iso(withdrawnAt),
  };
}
