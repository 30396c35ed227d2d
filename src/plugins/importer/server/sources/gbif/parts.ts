import { z } from 'zod';

const span = z.tuple([z.number(), z.number()]);

/** A part of a question: the whole of it, or what lies in these years, months and this box. */
export const gbifPart = z.strictObject({
  years: span.optional(),
  months: span.optional(),
  /** West, south, east, north in degrees. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
});

export type GbifPart = z.infer<typeof gbifPart>;
type Box = NonNullable<GbifPart['box']>;
type Span = z.infer<typeof span>;

/** GBIF holds no valid date before it. */
const FIRST_YEAR = 1500;
const WORLD: Box = [-180, -90, 180, 90];
/** About 100 m: a box that is still too full holds one place. */
const SMALLEST_DEGREES = 0.001;

function halve([from, to]: Span): Span[] {
  const middle = Math.floor((from + to) / 2);
  return [
    [from, middle],
    [middle + 1, to],
  ];
}

/** The part cut by year, then by month; `null` below that. Records without a date are in no piece. */
export function splitByTime(part: GbifPart, lastYear: number): GbifPart[] | null {
  const years: Span = part.years ?? [FIRST_YEAR, lastYear];
  if (years[0] < years[1]) return halve(years).map((piece) => ({ ...part, years: piece }));
  const months: Span = part.months ?? [1, 12];
  if (months[0] < months[1]) return halve(months).map((piece) => ({ ...part, months: piece }));
  return null;
}

/** The part cut into four boxes; `null` when they would be too small. Edges belong to both sides. */
export function splitByArea(part: GbifPart, whole: Box | undefined): GbifPart[] | null {
  const [west, south, east, north] = part.box ?? whole ?? WORLD;
  if (Math.max(east - west, north - south) < SMALLEST_DEGREES) return null;
  const lon = (west + east) / 2;
  const lat = (south + north) / 2;
  const boxes: Box[] = [
    [west, south, lon, lat],
    [lon, south, east, lat],
    [west, lat, lon, north],
    [lon, lat, east, north],
  ];
  return boxes.map((box) => ({ ...part, box }));
}
