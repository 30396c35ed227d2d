import { z } from 'zod';

/** Formats of `GET /api/geo/{collection}/export.{format}`, by the ending of the address. */
export const EXPORT_FORMATS = ['geojson', 'csv', 'gpx', 'dwca.zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Text values of the attributes that name where a row comes from, in their order. */
export type SourceKey = readonly (string | null)[];

/** Where features come from, and how to name it. */
export interface Source {
  title: string | null;
  citation: string | null;
  license: string | null;
  url: string | null;
  description: string | null;
}

/** Whom to name beside exported features. */
export interface GeoCredits {
  /** Attributes that together name the source of a row, for example provider and dataset. */
  by: readonly string[];
  /** The attribute that holds a row's own licence. */
  license: string;
  /** What is known of these sources, in their order; undefined for unknown ones. */
  describe: (keys: readonly SourceKey[]) => Promise<readonly (Source | undefined)[]>;
}

/** How rows become a Darwin Core Archive. */
export interface GeoArchive {
  /** For example `http://rs.tdwg.org/dwc/terms/Occurrence`. */
  rowType: string;
  /** The attribute of each term (a URI), in the order of the columns. The id is the document's. */
  terms: Readonly<Record<string, string>>;
  /** The same value in every row. */
  constants: Readonly<Record<string, string>>;
}

/** CSV alone may begin with the mark by which Excel knows UTF-8. */
export const csvParams = {
  bom: z.enum(['true', 'false'], 'must be true or false').default('false'),
};
