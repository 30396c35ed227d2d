import type { Knex } from 'knex';
import type { ProviderDataset } from '../domain/occurrence';
import type { RunWarning } from '../../contract/run';
import type { DatasetRepository } from '../repositories/references';
import type { SourceSession } from '../sources/source';
import type { StagedRecord } from './stage';

export interface DatasetDescriptions {
  described: ProviderDataset[];
  warning: Omit<RunWarning, 'count'> | null;
}

/**
 * Asks the provider about datasets that a run meets for the first time and nobody has described yet.
 * Occurrences do not wait for it: when the provider cannot say, the run goes on and warns once.
 */
export function createDatasetDescriber(
  session: Pick<SourceSession, 'describeDatasets'>,
  datasets: DatasetRepository,
) {
  const met = new Set<string>();
  let hasFailed = false;
  return async (db: Knex, staged: StagedRecord[]): Promise<DatasetDescriptions> => {
    const keys = new Set<string>();
    for (const { mapped } of staged) {
      const key = mapped?.record.datasetKey;
      if (key && !met.has(key)) keys.add(key);
    }
    if (keys.size === 0 || hasFailed) return { described: [], warning: null };
    for (const key of keys) met.add(key);
    const known = new Set(await datasets.findDescribed(db, [...keys]));
    const unknown = [...keys].filter((key) => !known.has(key));
    if (unknown.length === 0) return { described: [], warning: null };
    try {
      return { described: await session.describeDatasets(unknown), warning: null };
    } catch (error) {
      hasFailed = true;
      const detail = `Datasets could not be described: ${(error as Error).message}`;
      return { described: [], warning: { code: 'datasets-not-described', detail, isLossy: false } };
    }
  };
}

export type DatasetDescriber = ReturnType<typeof createDatasetDescriber>;
