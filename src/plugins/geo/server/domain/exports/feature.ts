import type { Geometry } from '../../../contract/cql2';

/** A feature as the database writes it. */
export interface ExportedFeature {
  id: number | string;
  geometry: Geometry;
  properties: Record<string, unknown>;
}

/** The text is ours: PostgreSQL made it of the layer's own properties. */
export const parseFeature = (text: string): ExportedFeature => JSON.parse(text) as ExportedFeature;

/** A value as one text; lists and objects as JSON, but lists of texts parted by `separator`. */
export function textOf(value: unknown, separator: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) {
    return value.join(separator);
  }
  return JSON.stringify(value);
}

/** Longitude and latitude of a point; of everything else the first position. */
export function positionOf({ coordinates }: Geometry): readonly [number, number] {
  let part: unknown = coordinates;
  while (Array.isArray(part) && Array.isArray(part[0])) part = part[0];
  return part as readonly [number, number];
}
