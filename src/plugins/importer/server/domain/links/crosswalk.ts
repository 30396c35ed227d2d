/** A dataset as far as it can be recognised at another provider. */
export interface CrosswalkDataset {
  provider: string;
  datasetKey: string;
  title: string | null;
  doi: string | null;
  /** Where it can be had: its page, its archive, other names that are addresses. */
  addresses: readonly string[];
}

export interface DatasetPair {
  provider: string;
  datasetKey: string;
  otherProvider: string;
  otherKey: string;
  reason: 'doi' | 'address' | 'title' | 'network';
}

/** Shorter titles (`Zooplankton`) say too little, unless the dataset is known to be at the other provider. */
const SHORTEST_TITLE = 12;

/** GBIF's network of the datasets that OBIS has (https://api.gbif.org/v1/network/2b7c7b4f-4d4f-40d3-94de-c28b6fa054a6). */
const OBIS_NETWORK = /^https:\/\/www\.gbif\.org\/network\/2b7c7b4f-4d4f-40d3-94de-c28b6fa054a6$/;
const NETWORK = /^https:\/\/www\.gbif\.org\/network\//;

/**
 * An address without what the providers write differently: scheme, `www.`, case of the host, a slash at
 * the end, and which of its documents an IPT (GBIF's publishing toolkit) is asked for. Null for what
 * names no single thing, such as the front page of an institute.
 */
export function normalizeAddress(address: string): string | null {
  if (!URL.canParse(address.trim())) return null;
  const { protocol, hostname, pathname, searchParams } = new URL(address.trim());
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const host = hostname.replace(/^www\./, '');
  if (host === 'doi.org' || host === 'dx.doi.org') return null;
  const resource = searchParams.get('r');
  const isOfIpt = /\/(?:archive|resource|eml|rtf)(?:\.do)?$/.test(pathname) && resource !== null;
  if (isOfIpt) return `${host}${pathname.replace(/\/[^/]+$/, '')}?r=${resource.toLowerCase()}`;
  const path = decodeSafely(pathname).replace(/\/+$/, '').toLowerCase();
  searchParams.sort();
  const query = searchParams.toString();
  return path === '' && query === '' ? null : `${host}${path}${query && `?${query}`}`;
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone percent sign is part of the name.
    return path;
  }
}

const DOI_ADDRESS = /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i;

function doisOf({ doi, addresses }: CrosswalkDataset): string[] {
  const found = addresses.flatMap((address) => DOI_ADDRESS.exec(address.trim())?.[1] ?? []);
  return [...found, ...(doi ? [doi] : [])].map((one) => one.toLowerCase());
}

const addressesOf = ({ addresses }: CrosswalkDataset): string[] =>
  addresses.flatMap((address) => (NETWORK.test(address) ? [] : (normalizeAddress(address) ?? [])));

const folded = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function titlesOf({ title }: CrosswalkDataset): string[] {
  const words = folded(title ?? '');
  return words.length >= SHORTEST_TITLE ? [words] : [];
}

/** `Seabirds (aggregated per 1-degree cell)`: a remark that one provider adds. */
const REMARK = / ?[([][^()[\]]*[)\]]$/;

/**
 * The title of a dataset that OBIS has: of OBIS itself, or of GBIF's network of OBIS. That it is
 * there is known, so that a short title tells which it is, and one without its last remark.
 */
function titlesInNetwork({ provider, title, addresses }: CrosswalkDataset): string[] {
  const isInNetwork = addresses.some((address) => OBIS_NETWORK.test(address));
  if (!title || (provider !== 'obis' && !(provider === 'gbif' && isInNetwork))) return [];
  const spaced = title.replace(/\s+/g, ' ').trim();
  return [folded(spaced), folded(spaced.replace(REMARK, ''))].filter(Boolean);
}

const WAYS = [
  ['doi', doisOf],
  ['address', addressesOf],
  ['title', titlesOf],
  ['network', titlesInNetwork],
] as const;

/**
 * Which datasets of two providers are the same: by DOI, by address, by title, and by a title that only
 * tells because GBIF says that OBIS has the dataset; the first of these that tells. What several datasets of one provider share tells nothing. Each dataset has at most one
 * counterpart at each other provider. Every pair comes once, in both directions.
 */
export function pairDatasets(datasets: readonly CrosswalkDataset[]): DatasetPair[] {
  const pairs: DatasetPair[] = [];
  const taken = new Set<string>();
  const placeOf = (own: CrosswalkDataset, other: CrosswalkDataset) =>
    JSON.stringify([own.provider, own.datasetKey, other.provider]);
  for (const [reason, marksOf] of WAYS) {
    const holders = new Map<string, CrosswalkDataset[]>();
    for (const dataset of datasets) {
      for (const mark of new Set(marksOf(dataset))) {
        holders.set(mark, [...(holders.get(mark) ?? []), dataset]);
      }
    }
    for (const marked of holders.values()) {
      const single = marked.filter(
        (own) => marked.filter(({ provider }) => provider === own.provider).length === 1,
      );
      for (const own of single) {
        for (const other of single) {
          if (own.provider >= other.provider) continue;
          const places = [placeOf(own, other), placeOf(other, own)];
          if (places.some((place) => taken.has(place))) continue;
          places.forEach((place) => taken.add(place));
          pairs.push(pairOf(own, other, reason), pairOf(other, own, reason));
        }
      }
    }
  }
  return pairs;
}

const pairOf = (
  { provider, datasetKey }: CrosswalkDataset,
  other: CrosswalkDataset,
  reason: DatasetPair['reason'],
): DatasetPair => ({
  provider,
  datasetKey,
  otherProvider: other.provider,
  otherKey: other.datasetKey,
  reason,
});
