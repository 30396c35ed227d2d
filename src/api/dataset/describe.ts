import type { Core } from '@strapi/strapi';
import type { Source, SourceKey } from '../../plugins/geo/contract/exports';
import { citeDataset } from './cite';

interface DatasetRow {
  provider: string;
  datasetKey: string;
  title: string | null;
  abstract: string | null;
  citation: string | null;
  license: string | null;
  doi: string | null;
  url: string | null;
  /** When the provider was asked, which nobody else knows. */
  accessedAt: string | Date | null;
}

/** So many keys go into one statement. */
const KEYS_AT_ONCE = 500;

const sourceOf = (dataset: DatasetRow): Source => {
  const { title, abstract, license, doi, url } = dataset;
  return { title, citation: citeDataset(dataset), license, url: doi ?? url, description: abstract };
};

const nameOf = (provider: string | null, key: string | null) => JSON.stringify([provider, key]);

/** What is known of datasets, named by provider and key, in their order. */
export async function describeDatasets(
  strapi: Core.Strapi,
  keys: readonly SourceKey[],
): Promise<(Source | undefined)[]> {
  const found = new Map<string, Source>();
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const datasetKeys = keys.slice(start, start + KEYS_AT_ONCE).flatMap(([, key]) => key ?? []);
    const rows = (await strapi.db.query('api::dataset.dataset').findMany({
      where: { datasetKey: { $in: datasetKeys } },
    })) as DatasetRow[];
    for (const row of rows) found.set(nameOf(row.provider, row.datasetKey), sourceOf(row));
  }
  return keys.map(([provider = null, key = null]) => found.get(nameOf(provider, key)));
}
