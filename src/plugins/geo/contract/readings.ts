import { z } from 'zod';
import { bboxParam } from './bbox';
import { numberParam } from './number-param';
import { radiusParam } from './question';

/** A positive integer, of a query or a body; more than the most is taken as the most. */
export const limitUpTo = (most: number) =>
  z.unknown().transform((value, context): number => {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && number >= 1 && (Number.isInteger(number) || number > most)) {
      return Math.min(number, most);
    }
    const message = typeof value === 'object' ? 'must be given once' : 'must be a positive integer';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

export const MAX_NEAREST = 1000;

/** The parameters of `nearby`, beside those of the question; `near` is said by `lon` and `lat`. */
export const nearbyParams = {
  lon: numberParam.pipe(z.number().min(-180).max(180)),
  lat: numberParam.pipe(z.number().min(-90).max(90)),
  radiusMeters: radiusParam.optional(),
  near: z.undefined('is said by lon and lat here').optional(),
  limit: limitUpTo(MAX_NEAREST).default(50),
};

export const MAX_FACETS = 1000;

export const facetsParams = {
  by: z.string('must name one attribute'),
  limit: limitUpTo(MAX_FACETS).default(100),
};

export const MAX_ZOOM = 22;

/** A whole number in a range. */
const wholeParam = (least: number, most: number) =>
  numberParam.pipe(
    z
      .int('must be a whole number')
      .min(least, `must be at least ${least}`)
      .max(most, `must be at most ${most}`),
  );

const zoomParam = wholeParam(0, MAX_ZOOM);

export const GRID_SHAPES = ['square', 'hex', 'geohash'] as const;
export type GridShape = (typeof GRID_SHAPES)[number];

/** How many cells a tile has side by side unless asked otherwise. */
export const CELLS_PER_TILE = 64;

export const gridParams = {
  zoom: zoomParam,
  shape: z.enum(GRID_SHAPES, 'must be square, hex or geohash').default('square'),
  /** Cells side by side in a tile of that zoom: a power of two. Geohashes have sizes of their own. */
  cells: wholeParam(1, CELLS_PER_TILE)
    .refine((cells) => Number.isInteger(Math.log2(cells)), 'must be a power of two')
    .default(CELLS_PER_TILE),
};

/** `bbox` is what is looked at, and no filter: the clusters that it touches are given whole. */
export const clustersParams = { zoom: zoomParam, bbox: bboxParam.optional() };

/** The place of a tile in its address; the last part ends in `.mvt`. */
export const tileAddress = z
  .object({ z: zoomParam, x: wholeParam(0, 2 ** MAX_ZOOM), y: wholeParam(0, 2 ** MAX_ZOOM) })
  .superRefine(({ z: zoom, x, y }, context) => {
    for (const [name, number] of Object.entries({ x, y })) {
      if (number < 2 ** zoom) continue;
      const message = `must be below ${2 ** zoom} at this zoom`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });
export type TileAddress = z.infer<typeof tileAddress>;
