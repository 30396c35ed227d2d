import { z } from 'zod';
import { limitUpTo } from './readings';

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** Which page of the answer, beside the parameters of the question itself. */
export const pageParams = {
  limit: limitUpTo(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string('must be given once').min(1, 'must not be empty').optional(),
};

/** The same as the OpenAPI document shows it, since a parser's output is not what is sent. */
export const pageDescription = {
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

/** A feature of a collection. */
export const feature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.int(), z.string()]),
  geometry: z
    .looseObject({ type: z.string() })
    .meta({ description: 'GeoJSON: longitude, latitude.' }),
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
