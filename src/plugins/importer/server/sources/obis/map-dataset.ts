import type { ProviderDataset } from '../../domain/occurrence';
import { normalizeLicense } from '../../domain/license';
import { readDoi, readInstant } from '../../domain/read-reference';
import { isFields, readText } from '../../domain/read-value';
import { toStorable } from '../../domain/storable-json';

/** Reads one dataset of `/dataset`; `null` when it has no id. */
export function mapObisDataset(value: unknown): ProviderDataset | null {
  const fields = toStorable(value);
  if (!isFields(fields)) return null;
  const datasetKey = readText(fields.id);
  if (datasetKey === null) return null;
  const rights = readText(fields.intellectualrights);
  return {
    provider: 'obis',
    datasetKey,
    title: readText(fields.title),
    abstract: readText(fields.abstract),
    citation: readText(fields.citation),
    doi: readDoi(fields.citation_id),
    url: readText(fields.url),
    addresses: [fields.url, fields.archive, fields.citation_id].flatMap(
      (address) => readText(address) ?? [],
    ),
    license: normalizeLicense(rights),
    intellectualRights: rights,
    publishedAtProvider: readInstant(fields.published),
    updatedAtProvider: readInstant(fields.updated),
  };
}
