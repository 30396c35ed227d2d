import type { GbifClient } from './client';
import { gbifMatch } from './envelope';
import { GbifAnswerFailure } from './failures';
import { matchUrl, type GbifParameters } from './query';

/**
 * GBIF's keys for what was asked: its own as they are, AphiaIDs as GBIF matches them. A name it knows
 * only by its genus or higher is not the one that was asked for.
 * @throws GbifAnswerFailure `taxon-not-known`
 */
export async function resolveTaxonKeys(
  client: GbifClient,
  baseUrl: string,
  { taxonIds = [], taxonKeys = [] }: Pick<GbifParameters, 'taxonIds' | 'taxonKeys'>,
  signal: AbortSignal,
): Promise<string[]> {
  const keys = new Set(taxonKeys);
  for (const aphiaId of taxonIds) {
    const match = await client.get(matchUrl(baseUrl, aphiaId), gbifMatch, { signal });
    const usage = match.acceptedUsage ?? match.usage;
    const isOther = ['NONE', 'HIGHERRANK'].includes(match.diagnostics.matchType);
    if (!usage || isOther) {
      const detail = `GBIF does not know the name with AphiaID ${aphiaId}; give its own key`;
      throw new GbifAnswerFailure('taxon-not-known', detail);
    }
    keys.add(usage.key);
  }
  return [...keys];
}
