import { z } from 'zod';
import { typesOf } from './geometry';

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** How many features a page may have: a positive integer; more than the maximum means the maximum. */
const limitParam = z
  .string('must be given once')
  .regex(/^0*[1-9]\d*$/, 'must be a positive integer')
  .transform((text) => Math.min(Number(text), MAX_LIMIT));

/** Which page of the answer, beside the parameters of the question itself. */
export const pageParams = {
  limit: limitParam.default(DEFAULT_LIMIT),
  cursor: z.string('must be given once').min(1, 'must not be empty').optional(),
};

/** The same query as the OpenAPI document shows it, since a parser's output is not what is sent. */
export const featuresQueryDescription = {
  bbox: z
    .string()
    .meta({
      description:
        'west,south,east,north in degrees (WGS 84), edges included. West greater than east crosses the antimeridian.',
      example: '-10,35,5,45',
    })
    .optional(),
  limit: z
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .meta({ description: 'Features per page. A greater number is taken as the maximum.' }),
  cursor: z
    .string()
    .meta({
      description: 'Where to go on, from the link `next`. Holds for the same question only.',
    })
    .optional(),
};

export const collectionName = z.string().meta({
  description: 'The name of a geo-enabled collection.',
  example: 'occurrences',
});

const link = z.object({
  rel: z.enum(['self', 'next']),
  type: z.literal('application/geo+json'),
  href: z.url(),
});
export type FeatureLink = z.infer<typeof link>;

const feature = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  geometry: z.object({
    type: z.enum(typesOf('any')),
    coordinates: z
      .array(z.unknown())
      .min(1)
      .meta({ description: 'longitude, latitude of a point; lists of them for other types' }),
  }),
  properties: z
    .looseObject({ documentId: z.string() })
    .meta({ description: 'The public properties of the collection.' }),
});

/** The answer of `GET /api/geo/{collection}`: GeoJSON (RFC 7946) with paging as OGC API Features has it. */
export const featureCollection = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(feature),
    numberReturned: z.int(),
    limit: z.int().meta({ description: 'The page size that was used.' }),
    links: z.array(link),
  })
  .meta({ 'x-media-type': 'application/geo+json' });
