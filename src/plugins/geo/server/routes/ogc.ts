import { z } from 'zod';
import { collectionName } from '../../contract/features';
import { FILTER_LANGUAGES, CRS84, MEDIA_TYPES } from '../../contract/ogc';

const link = z.object({
  rel: z.string(),
  type: z.string(),
  href: z.url(),
  title: z.string().optional(),
});
const links = z.array(link);
const document = (type: string, shape: Record<string, z.ZodType>) =>
  z.looseObject(shape).meta({ 'x-media-type': type });
const features = (shape: Record<string, z.ZodType>) =>
  z.looseObject(shape).meta({ 'x-media-type': MEDIA_TYPES.geojson, 'x-also': [304] });

const collection = {
  id: z.string(),
  title: z.string(),
  description: z.string(),
  extent: z.looseObject({}),
  itemType: z.literal('feature'),
  crs: z.array(z.string()),
  links,
};
const feature = {
  type: z.literal('Feature'),
  id: z.union([z.int(), z.string()]),
  geometry: z.looseObject({}),
  properties: z.looseObject({}),
};

const format = { f: z.literal('json').optional().meta({ description: 'The only format.' }) };
const itemsQuery = {
  ...format,
  bbox: z
    .string()
    .optional()
    .meta({ description: 'Four numbers, or six with heights; CRS84.', example: '-10,35,5,45' }),
  datetime: z
    .string()
    .optional()
    .meta({ description: 'RFC 3339 moment, day or interval; undated features match.' }),
  limit: z.int().optional().meta({ description: 'Features per page, clamped to the maximum.' }),
  cursor: z.string().optional().meta({ description: 'From the link `next`.' }),
  filter: z
    .string()
    .optional()
    .meta({ description: 'A condition in CQL2.', example: "CASEI(scientificName) LIKE 'mola%'" }),
  'filter-lang': z.enum(FILTER_LANGUAGES).optional(),
  'filter-crs': z.literal(CRS84).optional(),
};

interface Described {
  response: z.ZodType;
  params?: Record<string, z.ZodType>;
  query?: Record<string, z.ZodType>;
}

/** Who may read features may read them in this form as well; what says nothing about rows is for all. */
const route = (
  path: string,
  handler: string,
  { response, params = {}, query = format }: Described,
) => ({
  method: 'GET' as const,
  path: `/ogc${path}`,
  handler,
  config: {
    prefix: '',
    auth: handler.startsWith('ogcItems')
      ? { scope: ['plugin::geo.features.find'] }
      : (false as const),
  },
  request: { params, query },
  response,
});

const params = { collection: collectionName };

/** The schemas describe the routes in the OpenAPI document; the standard's own is `/api/ogc/api`. */
export const ogcRoutes = [
  route('', 'ogcDocuments.landing', {
    response: document(MEDIA_TYPES.json, { title: z.string(), description: z.string(), links }),
  }),
  route('/conformance', 'ogcDocuments.conformance', {
    response: document(MEDIA_TYPES.json, { conformsTo: z.array(z.string()) }),
  }),
  route('/api', 'ogcDocuments.api', {
    response: document(MEDIA_TYPES.openapi, { openapi: z.string() }),
  }),
  route('/collections', 'ogcDocuments.collections', {
    response: document(MEDIA_TYPES.json, { links, collections: z.array(z.object(collection)) }),
  }),
  route('/collections/:collection', 'ogcDocuments.collection', {
    params,
    response: document(MEDIA_TYPES.json, collection),
  }),
  route('/collections/:collection/queryables', 'ogcDocuments.queryables', {
    params,
    response: document(MEDIA_TYPES.schema, { $id: z.string(), properties: z.looseObject({}) }),
  }),
  route('/collections/:collection/items', 'ogcItems.list', {
    params,
    query: itemsQuery,
    response: features({
      type: z.literal('FeatureCollection'),
      features: z.array(z.object(feature)),
      links,
      timeStamp: z.iso.datetime(),
      numberMatched: z.int().optional(),
      numberReturned: z.int(),
    }),
  }),
  route('/collections/:collection/items/:feature', 'ogcItems.find', {
    params: { ...params, feature: z.string().meta({ description: 'The id as lists give it.' }) },
    response: features({ ...feature, links }),
  }),
];
