import { normalizeLicense } from '../../domain/license';
import type { ProviderDataset } from '../../domain/occurrence';
import { readDoi, readInstant } from '../../domain/read-reference';
import { isFields, readText } from '../../domain/read-value';
import { toStorable } from '../../domain/storable-json';

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Where GBIF shows a network of datasets; what is in the one of OBIS can be had there, too. */
const NETWORK_PAGE = 'https://www.gbif.org/network/';

/** GBIF no longer copies the addresses of archives to the identifiers: the endpoints are read as well. */
function readAddresses(fields: Record<string, unknown>, datasetKey: string): string[] {
  const identifiers = listOf(fields.identifiers).map((item) =>
    isFields(item) ? item.identifier : null,
  );
  const archives = listOf(fields.endpoints).map((item) =>
    isFields(item) && item.type === 'DWC_ARCHIVE' ? item.url : null,
  );
  const page = `https://www.gbif.org/dataset/${datasetKey}`;
  const networks = listOf(fields.networkKeys).map((key) =>
    typeof key === 'string' ? `${NETWORK_PAGE}${key}` : null,
  );
  const all = [page, fields.homepage, ...identifiers, ...archives, ...networks];
  return [...new Set(all.flatMap((address) => readText(address) ?? []))];
}

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
    addresses: readAddresses(fields, datasetKey),
    license: normalizeLicense(license ?? readText(fields.rights)),
    intellectualRights: readText(fields.rights) ?? license,
    publishedAtProvider: readInstant(fields.pubDate),
    updatedAtProvider: readInstant(fields.modified),
  };
}
