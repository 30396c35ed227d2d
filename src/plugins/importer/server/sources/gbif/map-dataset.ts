import { normalizeLicense } from '../../domain/license';
import type { ProviderDataset } from '../../domain/occurrence';
import { readDoi, readInstant } from '../../domain/read-reference';
import { isFields, readText } from '../../domain/read-value';
import { toStorable } from '../../domain/storable-json';

/** Reads one dataset of GBIF's registry; `null` when it has no key. */
export function mapGbifDataset(value: unknown): ProviderDataset | null {
  const fields = toStorable(value);
  if (!isFields(fields)) return null;
  const datasetKey = readText(fields.key);
  if (datasetKey === null) return null;
  const license = readText(fields.license);
  return {
    provider: 'gbif',
    datasetKey,
    title: readText(fields.title),
    abstract: readText(fields.description),
    citation: isFields(fields.citation) ? readText(fields.citation.text) : null,
    doi: readDoi(fields.doi),
    url: readText(fields.homepage),
    license: normalizeLicense(license),
    intellectualRights: readText(fields.rights) ?? license,
    publishedAtProvider: readInstant(fields.pubDate),
    updatedAtProvider: readInstant(fields.modified),
  };
}
