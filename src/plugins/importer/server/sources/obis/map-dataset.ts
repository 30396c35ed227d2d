import type { ProviderDataset } from '../../domain/occurrence';
import { isFields, readText } from '../../domain/read-value';
import { toStorable } from '../../domain/storable-json';

/** Licences as OBIS publishes them; everything else stays in `intellectualRights` as it was written. */
const LICENSES: readonly (readonly [RegExp, string])[] = [
  [/cc[\s-]*by[\s-]*nc\b|by-nc\/|non-?commercial/i, 'CC BY-NC'],
  [/cc[\s-]*by\b|licenses\/by\/|attribution/i, 'CC BY'],
  [/cc[\s-]*0|publicdomain\/zero|public domain/i, 'CC0'],
];

function licenseOf(rights: string | null): string | null {
  if (rights === null) return null;
  return LICENSES.find(([pattern]) => pattern.test(rights))?.[1] ?? null;
}

function dateOf(value: unknown): string | null {
  const ms = Date.parse(readText(value) ?? '');
  const isStorable = ms >= 0 && ms < Date.UTC(9999, 0);
  return isStorable ? new Date(ms).toISOString() : null;
}

const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?(10\.\d{4,9}\/\S+)$/i;

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
    doi: DOI.exec(readText(fields.citation_id) ?? '')?.[1] ?? null,
    url: readText(fields.url),
    license: licenseOf(rights),
    intellectualRights: rights,
    publishedAtProvider: dateOf(fields.published),
    updatedAtProvider: dateOf(fields.updated),
  };
}
