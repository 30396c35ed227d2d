import { z } from 'zod';
import { feature, featureCollection } from './features';

const count = z.int().min(0);
const position = z.array(z.number()).length(2);
const GEOJSON = { 'x-media-type': 'application/geo+json' };

const collectionOf = (item: z.ZodType) =>
  z
    .object({
      type: z.literal('FeatureCollection'),
      features: z.array(item),
      numberReturned: count,
    })
    .meta(GEOJSON);

/** The answer of `nearby`. */
export const nearbyAnswer = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      feature.extend({
        properties: z.looseObject({
          documentId: z.string(),
          distanceMeters: z.number().meta({ description: 'On the spheroid.' }),
        }),
      }),
    ),
    numberReturned: count,
    limit: count,
  })
  .meta(GEOJSON);

/** The answer of `search`. */
export const searchAnswer = featureCollection
  .omit({ links: true })
  .extend({ nextCursor: z.string().nullable() })
  .meta(GEOJSON);

export const countAnswer = z.object({ data: z.object({ count }) });

export const facetsAnswer = z.object({
  data: z.array(
    z.object({ value: z.union([z.string(), z.number(), z.boolean()]).nullable(), count }),
  ),
  meta: z.object({
    by: z.string(),
    limit: count,
    hasMore: z.boolean().meta({ description: 'Whether there are more values than shown.' }),
  }),
});

/** The answer of `grid`: cells that are not empty. */
export const gridAnswer = collectionOf(
  z.object({
    type: z.literal('Feature'),
    id: z.string(),
    geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
    properties: z.object({ count }),
  }),
);

/** The answer of `clusters`. */
export const clustersAnswer = collectionOf(
  z.object({
    type: z.literal('Feature'),
    id: z.string(),
    geometry: z.object({ type: z.literal('Point'), coordinates: position }),
    properties: z.object({
      count,
      bounds: z.array(z.number()).length(4).meta({ description: 'west, south, east, north' }),
      expansionZoom: z
        .int()
        .nullable()
        .meta({ description: 'The zoom that parts it; null when none is known to.' }),
    }),
  }),
);

export const tileJson = z.object({
  tilejson: z.literal('3.0.0'),
  name: z.string(),
  description: z.string(),
  scheme: z.literal('xyz'),
  tiles: z.array(z.string()),
  minzoom: count,
  maxzoom: count,
  bounds: z.array(z.number()).length(4),
  vector_layers: z.array(z.object({ id: z.string(), fields: z.record(z.string(), z.string()) })),
});
