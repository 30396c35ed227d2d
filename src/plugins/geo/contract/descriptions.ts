import { z } from 'zod';
import type { GeoCollection, GeoFilter } from './collection';
import { CELLS_PER_TILE, GRID_SHAPES, MAX_FACETS, MAX_NEAREST, MAX_ZOOM } from './readings';
import { MAX_RADIUS_METERS } from './question';

const text = (description: string, example?: string) =>
  z
    .string()
    .meta({ description, ...(example !== undefined && { example }) })
    .optional();

/**
 * The parameters of place and time as the OpenAPI document shows them, since what a parser makes of
 * them is not what is sent.
 */
export const placeAndTime = {
  bbox: text(
    'west,south,east,north in degrees (WGS 84), edges included. West greater than east crosses the antimeridian.',
    '-10,35,5,45',
  ),
  within: text(
    'A polygon or multipolygon as WKT or GeoJSON, edges included. Cut in two what crosses the antimeridian.',
    'POLYGON((-10 35, 5 35, 5 45, -10 45, -10 35))',
  ),
  near: text('lon,lat: the middle of a circle of radiusMeters.', '-9.4,38.7'),
  radiusMeters: z
    .number()
    .positive()
    .max(MAX_RADIUS_METERS)
    .meta({ description: 'Together with near; metres on the spheroid.', example: 5000 })
    .optional(),
  datetime: text(
    'A moment, a day, or an interval start/end with .. for an open end. Features without a time match.',
    '2020-01-01/..',
  ),
  dated: z
    .enum(['true', 'false'])
    .meta({ description: 'true leaves out features without a time.' })
    .optional(),
};

function describeFilter(collections: readonly string[], filter: GeoFilter): z.ZodType {
  const description = `${filter.description} (${collections.join(', ')})`;
  if (filter.kind !== 'state') return text(description, filter.example);
  return z.enum(['exclude', 'include', 'only']).default('exclude').meta({ description }).optional();
}

/** The filters of all collections, each with the collections that have it. */
export function describeFilters(collections: readonly GeoCollection[]): Record<string, z.ZodType> {
  const known = new Map<string, { names: string[]; filter: GeoFilter }>();
  for (const { name, filters = {} } of collections) {
    for (const [parameter, filter] of Object.entries(filters)) {
      const entry = known.get(parameter);
      if (entry) entry.names.push(name);
      else known.set(parameter, { names: [name], filter });
    }
  }
  return Object.fromEntries(
    [...known].map(([parameter, { names, filter }]) => [parameter, describeFilter(names, filter)]),
  );
}

const limit = (most: number, usual: number) =>
  z
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .meta({ description: 'How many at most. A greater number is taken as the maximum.' })
    .optional();
const zoom = z.int().min(0).max(MAX_ZOOM).meta({ description: 'Zoom of a web map.', example: 4 });

export const nearbyDescription = {
  lon: z.number().min(-180).max(180).meta({ example: -9.4 }),
  lat: z.number().min(-90).max(90).meta({ example: 38.7 }),
  radiusMeters: z
    .number()
    .positive()
    .max(MAX_RADIUS_METERS)
    .meta({ description: 'How far away at most.' })
    .optional(),
  limit: limit(MAX_NEAREST, 50),
};

export const facetsDescription = {
  by: z.string().meta({ description: 'A declared attribute.', example: 'provider' }),
  limit: limit(MAX_FACETS, 100),
};

export const gridDescription = {
  zoom,
  shape: z.enum(GRID_SHAPES).default('square').optional(),
  cells: z
    .int()
    .min(1)
    .max(CELLS_PER_TILE)
    .default(CELLS_PER_TILE)
    .meta({ description: 'Cells side by side in a tile of that zoom: a power of two.' })
    .optional(),
};

export const clustersDescription = {
  zoom,
  bbox: text('What is looked at. The clusters that it touches are given whole.', '-10,35,5,45'),
};
