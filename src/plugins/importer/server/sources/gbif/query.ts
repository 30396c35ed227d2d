import { z } from 'zod';
import { areaParameter, isOneAtMost, ONE_AT_MOST } from '../area';
import { bboxParameter, dayParameter } from '../question';
import type { GbifPart } from './parts';

/** GBIF gives no more in a page, and does not say so. */
export const MAX_PAGE_SIZE = 300;
/** A client of GBIF measured some 190 before its questions failed. */
const MAX_VERTICES = 180;

/**
 * What may be asked of GBIF. Checked here, because GBIF answers a question it half understands with
 * everything, and one it does not understand with a text.
 */
export const gbifParameters = z
  .strictObject({
    /** AphiaIDs; GBIF is asked for its own keys of them. Children and synonyms are included. */
    taxonIds: z.array(z.number().int().positive()).min(1).optional(),
    /** GBIF's own keys, as text: those of newer checklists are no numbers. */
    taxonKeys: z
      .array(z.string().regex(/^[0-9A-Z]{1,20}$/i))
      .min(1)
      .optional(),
    datasetKeys: z.array(z.uuid()).min(1).optional(),
    bbox: bboxParameter.optional(),
    area: areaParameter(MAX_VERTICES).optional(),
    startDate: dayParameter.optional(),
    endDate: dayParameter.optional(),
    /** Only what GBIF has interpreted again since: candidates for a change, most of them unchanged. */
    interpretedSince: dayParameter.optional(),
    /** By the search, or by a download, which needs an account; left out: as the number of records asks. */
    via: z.enum(['search', 'download']).optional(),
    pageSize: z.number().int().min(1).max(MAX_PAGE_SIZE).optional(),
  })
  .refine(isOneAtMost, ONE_AT_MOST);

export type GbifParameters = z.infer<typeof gbifParameters>;

type Filters = Record<string, string | string[] | undefined>;

const range = (from: string | number | undefined, to: string | number | undefined) =>
  from === undefined && to === undefined ? undefined : `${from ?? '*'},${to ?? '*'}`;

/** A parameter given several times means any of them. */
function toAddress(base: string, path: string, query: Filters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of [value ?? []].flat()) search.append(name, item);
  }
  return `${base.replace(/\/$/, '')}${path}?${search.toString()}`;
}

interface SearchPage {
  part: GbifPart;
  taxonKeys: string[];
  limit: number;
  offset: number;
}

/**
 * The address of a page of one part of a question. Only records with coordinates: others are no
 * occurrences here, and a split by area reaches no others. Nothing else is left to GBIF to decide:
 * `hasGeospatialIssue` would take out marine records for lying outside their country.
 */
export function searchUrl(
  base: string,
  { datasetKeys, bbox, area, startDate, endDate, interpretedSince }: GbifParameters,
  { part, taxonKeys, limit, offset }: SearchPage,
): string {
  const [west, south, east, north] = part.box ?? bbox ?? [];
  return toAddress(base, '/v1/occurrence/search', {
    hasCoordinate: 'true',
    taxonKey: taxonKeys,
    datasetKey: datasetKeys,
    eventDate: range(startDate, endDate),
    lastInterpreted: range(interpretedSince, undefined),
    geometry: area,
    decimalLongitude: range(west, east),
    decimalLatitude: range(south, north),
    year: part.years && range(...part.years),
    month: part.months && range(...part.months),
    limit: String(limit),
    offset: String(offset),
  });
}

/** The address that tells GBIF's key of a name of WoRMS. */
export function matchUrl(base: string, aphiaId: number): string {
  return toAddress(base, '/v2/species/match', {
    scientificNameID: `urn:lsid:marinespecies.org:taxname:${aphiaId}`,
  });
}

/** The address of one dataset. */
export function datasetUrl(base: string, key: string): string {
  return `${base.replace(/\/$/, '')}/v1/dataset/${encodeURIComponent(key)}`;
}
