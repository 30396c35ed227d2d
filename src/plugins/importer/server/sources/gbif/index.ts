import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { JsonClient } from '../../../../../lib/http-client/get-json';
import type { PacedLine } from '../../../../../lib/http-client/paced-line';
import type { RetryPolicy } from '../../../../../lib/http-client/retry';
import { parseInput } from '../../../../../lib/parse-input';
import { z } from 'zod';
import type { ProviderDataset } from '../../domain/occurrence';
import type { Source, SourcePage, SourceSession } from '../source';
import { refuseFaultyArea, type FindAreaFault } from '../area';
import { createGbifClient, type GbifClient } from './client';
import { explainFailure } from './failures';
import { mapGbifDataset } from './map-dataset';
import { mapGbifOccurrence } from './map-occurrence';
import { isInDownload, type Downloads } from './download';
import { countRecords, searchPages } from './pages';
import { datasetUrl, gbifParameters, type GbifParameters } from './query';
import { resolveTaxonKeys } from './taxon-keys';
import { isDerivedField, isVolatileField } from './vocabulary';
import { withdrawalScope } from './withdrawal-scope';

export interface GbifSettings {
  /** Without a version: the search is of the first, the matching of names of the second. */
  baseUrl: string;
  pageSize: number;
  /** Of records in one question before it is cut into parts. */
  maxRecords: number;
}

interface GbifDependencies {
  downloads: (client: GbifClient) => Downloads;
  http: JsonClient;
  line: PacedLine;
  policy: RetryPolicy;
  now: () => Date;
  findAreaFault: FindAreaFault;
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

interface PagesFrom {
  signal: AbortSignal;
  cursor: string | null;
  /** Called when the records come by a download. */
  onDownload: () => void;
}

/** Rows of a downloaded table in one page. */
const DOWNLOAD_PAGE = 5000;

/** GBIF shows what it has interpreted only when its index is built, which can take more than a day. */
const OVERLAP_MS = 3 * 86_400_000;

/** GBIF's occurrence search, API version 1. */
export function createGbifSource(
  { baseUrl, pageSize, maxRecords }: GbifSettings,
  { http, line, policy, now, findAreaFault, ...given }: GbifDependencies,
): Source {
  const client = createGbifClient(http, line, policy);
  const downloads = given.downloads(client);

  /** A run stays with what it began by. */
  async function decideOnDownload(
    options: Parameters<typeof countRecords>[1],
    cursor: string | null,
  ): Promise<boolean> {
    if (cursor !== null) return isInDownload(cursor);
    const { via } = options.parameters;
    if (via !== undefined || !downloads.hasAccount) return via === 'download';
    return (await countRecords(client, options)) > maxRecords;
  }

  async function* pages(
    parameters: GbifParameters,
    { signal, cursor, onDownload }: PagesFrom,
  ): AsyncGenerator<SourcePage, void, void> {
    await refuseFaultyArea(parameters.area, findAreaFault);
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
      const isDownload = await decideOnDownload(options, cursor);
      if (isDownload) {
        onDownload();
        const pageSize = Math.min(parameters.pageSize ?? DOWNLOAD_PAGE, DOWNLOAD_PAGE);
        yield* downloads.pages({ parameters, taxonKeys, signal, pageSize }, cursor);
      } else yield* searchPages(client, options, cursor);
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
      let isDownload = false;
      const onDownload = () => {
        isDownload = true;
      };
      return {
        pages: (cursor) => pages(parameters, { signal, cursor, onDownload }),
        // The rows of a download stand still; the pages of a search move.
        get resumesExactly() {
          return isDownload;
        },
        describeDatasets: createDatasetReader(client, baseUrl, signal),
        async withdrawalScope() {
          // Asked again: the run may have begun days ago, and been continued behind its last page.
          try {
            const keys = await resolveTaxonKeys(client, baseUrl, parameters, signal);
            return withdrawalScope(parameters, keys);
          } catch (error) {
            throw explainFailure(error);
          }
        },
      };
    },
  };
}
