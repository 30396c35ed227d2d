import { z } from 'zod';
import { areaParameter, isOneAtMost, ONE_AT_MOST } from '../area';
import { bboxParameter, dayParameter } from '../question';

const MAX_PAGE_SIZE = 10_000;
/** About 6 kB of an address; OBIS gives up on shapes far larger. */
const MAX_VERTICES = 250;
const triState = z.enum(['exclude', 'include', 'only']);

/**
 * What may be asked of OBIS. Everything is checked here, because OBIS ignores what it does not know,
 * answers an unknown flag or a bad shape with nothing, and a bad date with a 500.
 */
export const obisParameters = z
  .strictObject({
    taxonIds: z.array(z.number().int().positive()).min(1).optional(),
    datasetKeys: z.array(z.uuid()).min(1).optional(),
    bbox: bboxParameter.optional(),
    area: areaParameter(MAX_VERTICES).optional(),
    startDate: dayParameter.optional(),
    endDate: dayParameter.optional(),
    /** Absences and records that OBIS itself drops are wanted too: what is public is decided here. */
    absence: triState.default('include'),
    dropped: triState.default('include'),
    pageSize: z.number().int().min(1).max(MAX_PAGE_SIZE).optional(),
  })
  .refine(isOneAtMost, ONE_AT_MOST);

export type ObisParameters = z.infer<typeof obisParameters>;

const TRI_STATE = { exclude: undefined, include: 'include', only: 'true' } as const;

function boxToWkt([west, south, east, north]: [number, number, number, number]): string {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return `POLYGON((${corners.map((corner) => corner.join(' ')).join(',')}))`;
}

function filtersOf(parameters: ObisParameters): Record<string, string | undefined> {
  return {
    taxonid: parameters.taxonIds?.join(','),
    datasetid: parameters.datasetKeys?.join(','),
    geometry: parameters.area ?? (parameters.bbox && boxToWkt(parameters.bbox)),
    startdate: parameters.startDate,
    enddate: parameters.endDate,
    absence: TRI_STATE[parameters.absence],
    dropped: TRI_STATE[parameters.dropped],
  };
}

function toAddress(base: string, path: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return `${base.replace(/\/$/, '')}${path}${text ? `?${text}` : ''}`;
}

/** The address of the page behind `after`. Counting is slow at OBIS, so only the first page asks. */
export function occurrencePageUrl(
  base: string,
  parameters: ObisParameters,
  page: { size: number; after: string | null },
): string {
  return toAddress(base, '/occurrence', {
    ...filtersOf(parameters),
    size: String(page.size),
    after: page.after ?? undefined,
    total: page.after === null ? undefined : 'false',
  });
}

/** The address of the datasets that the same question touches: all at once, OBIS has no paging here. */
export function datasetListUrl(base: string, parameters: ObisParameters): string {
  return toAddress(base, '/dataset', filtersOf(parameters));
}

/** The address of one dataset. */
export function datasetUrl(base: string, key: string): string {
  return toAddress(base, `/dataset/${encodeURIComponent(key)}`, {});
}
