import { isFields, readNumber } from '../../domain/read-value';
import type { DatasetRegistry, ListedDataset, SourcePage } from '../source';
import type { ObisClient } from './client';
import { explainFailure } from './failures';
import { mapObisDataset } from './map-dataset';
import { occurrencePages, type PageOptions } from './pages';
import { datasetListUrl, datasetUrl } from './query';
import { HttpFailure } from '../../../../../lib/http-client/failure';

function toListed(value: unknown): ListedDataset | null {
  const description = mapObisDataset(value);
  if (!description) return null;
  const { datasetKey, updatedAtProvider } = description;
  return {
    datasetKey,
    updatedAtProvider: updatedAtProvider === null ? null : new Date(updatedAtProvider),
    records: isFields(value) ? readNumber(value.records) : null,
    description,
    isGone: false,
  };
}

const gone = (datasetKey: string): ListedDataset => ({
  datasetKey,
  updatedAtProvider: null,
  records: null,
  description: null,
  isGone: true,
});

const inOrder = (a: ListedDataset, b: ListedDataset) => (a.datasetKey < b.datasetKey ? -1 : 1);

/** A cursor of OBIS is a UUID, and so is the key of a dataset; the place behind it is the rest. */
const placeIn = (datasetKey: string, cursor: string) => `${datasetKey}/${cursor}`;

function placeOf(cursor: string | null): { datasetKey: string; after: string | null } | null {
  if (cursor === null) return null;
  const slash = cursor.indexOf('/');
  return { datasetKey: cursor.slice(0, slash), after: cursor.slice(slash + 1) || null };
}

const within = (datasetKey: string, page: SourcePage): SourcePage => ({
  ...page,
  cursor: placeIn(datasetKey, page.cursor),
  // The count is that of one dataset, and no measure of the run.
  expected: null,
  records: page.records.map(({ value, resumeAt }) => ({
    value,
    resumeAt: resumeAt === null ? null : placeIn(datasetKey, resumeAt),
  })),
});

/** The datasets of OBIS, for which it tells when each was last published again. */
export function createObisRegistry(client: ObisClient, options: PageOptions): DatasetRegistry {
  const { baseUrl, parameters, signal } = options;

  /** A request that fails says nothing about a dataset; only "no such dataset" does. */
  async function readOne(datasetKey: string): Promise<ListedDataset> {
    try {
      const url = datasetUrl(baseUrl, datasetKey);
      const { results } = await client.getEnvelope(url, () => undefined, signal);
      const found = results.map(toListed).find((item) => item?.datasetKey === datasetKey);
      return found ?? gone(datasetKey);
    } catch (error) {
      if (error instanceof HttpFailure && error.status === 404) return gone(datasetKey);
      throw explainFailure(error);
    }
  }

  async function readAll(datasetKeys: string[]): Promise<ListedDataset[]> {
    const found: ListedDataset[] = [];
    for (const datasetKey of datasetKeys) found.push(await readOne(datasetKey));
    return found;
  }

  async function list(known: string[]): Promise<ListedDataset[]> {
    let results: unknown[];
    try {
      const url = datasetListUrl(baseUrl, parameters);
      ({ results } = await client.getEnvelope(url, () => undefined, signal));
    } catch (error) {
      throw explainFailure(error);
    }
    const { datasetKeys } = parameters;
    const listed = results
      .map(toListed)
      .filter((item) => item !== null)
      // OBIS ignores a filter that it does not know, without a word.
      .filter(({ datasetKey }) => datasetKeys?.includes(datasetKey) ?? true);
    const byKey = new Map(listed.map((item) => [item.datasetKey, item]));
    const wanted = new Set([...known, ...(datasetKeys ?? [])]);
    const others = await readAll([...wanted].filter((key) => !byKey.has(key)));
    return [...byKey.values(), ...others].sort(inOrder);
  }

  async function* pages(
    datasets: ListedDataset[],
    cursor: string | null,
  ): AsyncGenerator<SourcePage, void, void> {
    const place = placeOf(cursor);
    for (const ended of datasets) {
      const { datasetKey } = ended;
      if (place && datasetKey < place.datasetKey) continue;
      const start = place?.datasetKey === datasetKey ? place.after : null;
      const question = { ...parameters, datasetKeys: [datasetKey] };
      let last = start ?? '';
      try {
        for await (const page of occurrencePages(
          client,
          { ...options, parameters: question },
          start,
        )) {
          last = page.cursor;
          yield within(datasetKey, page);
        }
      } catch (error) {
        throw explainFailure(error);
      }
      yield {
        records: [],
        cursor: placeIn(datasetKey, last),
        expected: null,
        warnings: [],
        ended,
      };
    }
  }

  return { list, read: readAll, pages };
}
