import type { Knex } from 'knex';
import type { ProviderDataset } from '../domain/occurrence';
import type { RunWarning } from '../../contract/run';
import type { DatasetRepository } from '../repositories/references';
import type { SourceSession } from '../sources/source';

export interface DatasetDescriptions {
  described: ProviderDataset[];
  warning: Omit<RunWarning, 'count'> | null;
}

/**
 * Asks the provider about datasets that a run meets for the first time and nobody has described yet,
 * and about known ones where that costs no question: a newer description takes the place of the old.
 * Occurrences do not wait for it: when the provider cannot say, the run goes on and warns once.
 */
export function createDatasetDescriber(
  session: Pick<SourceSession, 'describeDatasets' | 'describesFreely'>,
  datasets: DatasetRepository,
) {
  const met = new Set<string>();
  let hasFailed = false;
  return async (db: Knex, named: Iterable<string>): Promise<DatasetDescriptions> => {
    const keys = [...named].filter((key) => !met.has(key));
    if (keys.length === 0 || hasFailed) return { described: [], warning: null };
    for (const key of keys) met.add(key);
    const known = new Set(await datasets.findDescribed(db, keys));
    const wanted = keys.filter((key) => session.describesFreely || !known.has(key));
    if (wanted.length === 0) return { described: [], warning: null };
    try {
      const described = await session.describeDatasets(wanted);
      // Without a title it is no description, and the one that is known stays.
      const better = described.filter((each) => each.title !== null || !known.has(each.datasetKey));
      return { described: better, warning: null };
    } catch (error) {
      hasFailed = true;
      const detail = `Datasets could not be described: ${(error as Error).message}`;
      return { described: [], warning: { code: 'datasets-not-described', detail, isLossy: false } };
    }
  };
}

export type DatasetDescriber = ReturnType<typeof createDatasetDescriber>;
