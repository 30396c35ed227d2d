import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { JsonClient } from '../../../../../lib/http-client/get-json';
import type { RetryPolicy } from '../../../../../lib/http-client/retry';
import { parseInput } from '../../../../../lib/parse-input';
import type { ProviderDataset } from '../../domain/occurrence';
import { refuseFaultyArea, type FindAreaFault } from '../area';
import { explainFailure } from './failures';
import type { Source, SourcePage, SourceSession } from '../source';
import { createObisClient, type ObisClient } from './client';
import { mapObisDataset } from './map-dataset';
import { mapObisOccurrence } from './map-occurrence';
import { occurrencePages } from './pages';
import { datasetListUrl, datasetUrl, obisParameters, type ObisParameters } from './query';
import { createObisRegistry } from './registry';
import { isDerivedField } from './vocabulary';
import { withdrawalScope } from './withdrawal-scope';

export interface ObisSettings {
  baseUrl: string;
  pageSize: number;
}

interface ObisDependencies {
  http: JsonClient;
  policy: RetryPolicy;
  findAreaFault: FindAreaFault;
}

/** So many datasets missing from what is known: one list of all is kinder than one request each. */
const LIST_FROM = 4;

function createDatasetReader(
  client: ObisClient,
  baseUrl: string,
  parameters: ObisParameters,
  signal: AbortSignal,
) {
  let listed: Map<string, ProviderDataset> | undefined;

  /** OBIS may have withdrawn a dataset whose records it still serves: then it is just not described. */
  async function readOne(key: string): Promise<ProviderDataset[]> {
    try {
      return await read(datasetUrl(baseUrl, key));
    } catch (error) {
      if (error instanceof HttpFailure && error.status === 404) return [];
      throw error;
    }
  }

  async function read(url: string): Promise<ProviderDataset[]> {
    const { results } = await client.getEnvelope(url, () => undefined, signal);
    return results.map(mapObisDataset).filter((dataset) => dataset !== null);
  }

  return async (keys: string[]): Promise<ProviderDataset[]> => {
    if (!listed && keys.length >= LIST_FROM) {
      const all = await read(datasetListUrl(baseUrl, parameters));
      listed = new Map(all.map((dataset) => [dataset.datasetKey, dataset]));
    }
    const found: ProviderDataset[] = [];
    for (const key of keys) {
      const dataset = listed?.get(key);
      if (dataset) found.push(dataset);
      else found.push(...(await readOne(key)));
    }
    return found;
  };
}

async function* explained(pages: AsyncGenerator<SourcePage, void, void>) {
  try {
    yield* pages;
  } catch (error) {
    throw explainFailure(error);
  }
}

/** OBIS, API version 3. */
export function createObisSource(
  { baseUrl, pageSize }: ObisSettings,
  { http, policy, findAreaFault }: ObisDependencies,
): Source {
  const client = createObisClient(http, policy);
  return {
    name: 'obis',
    parseParameters: (input) => parseInput(obisParameters, input, 'body'),
    map: mapObisOccurrence,
    hasRegistry: true,
    givesNewIds: true,
    isDerived: isDerivedField,
    open(input, signal): SourceSession {
      const parameters = obisParameters.parse(input);
      const options = { baseUrl, parameters, signal, pageSize: parameters.pageSize ?? pageSize };
      return {
        async *pages(cursor) {
          await refuseFaultyArea(parameters.area, findAreaFault);
          yield* explained(occurrencePages(client, options, cursor));
        },
        describeDatasets: createDatasetReader(client, baseUrl, parameters, signal),
        withdrawalScope: () => Promise.resolve(withdrawalScope(parameters)),
        registry: createObisRegistry(client, options),
      };
    },
  };
}
