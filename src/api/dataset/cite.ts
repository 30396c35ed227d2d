/** What of a dataset its citation is made from. */
export interface CitedDataset {
  provider: string;
  title: string | null;
  citation: string | null;
  accessedAt: string | Date | null;
}

const NAMES: Readonly<Record<string, string>> = { obis: 'OBIS', gbif: 'GBIF' };

/** The name of a provider as people write it. */
export const providerName = (provider: string): string => NAMES[provider] ?? provider;

/** The day a dataset was read, `YYYY-MM-DD` in UTC. */
export const accessDay = ({ accessedAt }: Pick<CitedDataset, 'accessedAt'>): string | null =>
  accessedAt === null ? null : new Date(accessedAt).toISOString().slice(0, 10);

/**
 * The citation of a dataset with the day it was accessed and from whom, as OBIS and GBIF ask for; the
 * title where the provider gives none. Null when nothing is known.
 */
export function citeDataset(dataset: CitedDataset): string | null {
  const cited = dataset.citation ?? dataset.title;
  const day = accessDay(dataset);
  if (cited === null || day === null) return cited;
  const sentence = /[.!?]$/.test(cited.trim()) ? cited.trim() : `${cited.trim()}.`;
  return `${sentence} Accessed ${day} via ${providerName(dataset.provider)}.`;
}
