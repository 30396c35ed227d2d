import type { Source } from '../../../contract/exports';

/** A source as an export names it. */
export interface Credit {
  /** Its keys joined, for example `obis:0c8e9b`. */
  key: string;
  rows: number;
  title: string;
  citation: string;
  /** One licence, or several when the rows state different ones. */
  license: string;
  url: string | null;
  description: string | null;
}

const NO_LICENSE = 'not stated';

interface Known {
  key: readonly (string | null)[];
  rows: number;
  licenses: readonly string[];
}

/** What is said of a source; where nothing is known of it, at least its name. */
export function creditOf({ key, rows, licenses }: Known, source: Source | undefined): Credit {
  const name = key.map((part) => part ?? 'unknown').join(':');
  const title = source?.title ?? `Dataset ${name}`;
  const stated = new Set([source?.license, ...licenses].filter((one) => one));
  return {
    key: name,
    rows,
    title,
    citation: source?.citation ?? title,
    license: [...stated].join('; ') || NO_LICENSE,
    url: source?.url ?? null,
    description: source?.description ?? null,
  };
}
