import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { JsonClient } from '../../../../../lib/http-client/get-json';
import type { PacedLine } from '../../../../../lib/http-client/paced-line';
import type { RetryPolicy } from '../../../../../lib/http-client/retry';
import { parseInput } from '../../../../../lib/parse-input';
import { z } from 'zod';
import type { ProviderDataset } from '../../domain/occurrence';
import type { Source, SourcePage, SourceSession } from '../source';
import { createGbifClient, type GbifClient } from './client';
import { explainFailure } from './failures';
import { mapGbifDataset } from './map-dataset';
import { mapGbifOccurrence } from './map-occurrence';
import { searchPages } from './pages';
import { datasetUrl, gbifParameters, type GbifParameters } from './query';
import { resolveTaxonKeys } from './taxon-keys';
import { isDerivedField, isVolatileField } from './vocabulary';

export interface GbifSettings {
  /** Without a version: the search is of the first, the matching of names of the second. */
  baseUrl: string;
  pageSize: number;
  /** Of records in one question before it is cut into parts. */
  maxRecords: number;
}

interface GbifDependencies {
  http: JsonClient;
  line: PacedLine;
  policy: RetryPolicy;
  now: () => Date;
}

function createDatasetReader(client: GbifClient, baseUrl: string, signal: AbortSignal) {
  return async (keys: string[]): Promise<ProviderDataset[]> => {
    const found: ProviderDataset[] = [];
    for (const key of keys) {
      try {
        const body = await client.get(datasetUrl(baseUrl, key), z.unknown(), { signal });
        const dataset = mapGbifDataset(body);
        if (dataset) found.push(dataset);
      } catch (error) {
        // A dataset that was deleted while its records are still found is just not described.
        if (!(error instanceof HttpFailure) || error.status !== 404) throw error;
      }
    }
    return found;
  };
}

/** GBIF shows what it has interpreted only when its index is built, which can take more than a day. */
const OVERLAP_MS = 3 * 86_400_000;

/** GBIF's occurrence search, API version 1. */
export function createGbifSource(
  { baseUrl, pageSize, maxRecords }: GbifSettings,
  { http, line, policy, now }: GbifDependencies,
): Source {
  const client = createGbifClient(http, line, policy);

  async function* pages(
    parameters: GbifParameters,
    signal: AbortSignal,
    cursor: string | null,
  ): AsyncGenerator<SourcePage, void, void> {
    try {
      const taxonKeys = await resolveTaxonKeys(client, baseUrl, parameters, signal);
      const options = {
        baseUrl,
        parameters,
        taxonKeys,
        signal,
        maxRecords,
        pageSize: parameters.pageSize ?? pageSize,
        lastYear: now().getUTCFullYear() + 1,
      };
      yield* searchPages(client, options, cursor);
    } catch (error) {
      throw explainFailure(error);
    }
  }

  return {
    name: 'gbif',
    parseParameters: (input) => parseInput(gbifParameters, input, 'body'),
    map: mapGbifOccurrence,
    isDerived: isDerivedField,
    isVolatile: isVolatileField,
    changedSince: (parameters, since) => ({
      ...parameters,
      interpretedSince: new Date(since.getTime() - OVERLAP_MS).toISOString().slice(0, 10),
    }),
    open(input, signal): SourceSession {
      const parameters = gbifParameters.parse(input);
      return {
        pages: (cursor) => pages(parameters, signal, cursor),
        describeDatasets: createDatasetReader(client, baseUrl, signal),
      };
    },
  };
}
