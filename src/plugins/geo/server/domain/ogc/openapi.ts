import { DEFAULT_LIMIT, MAX_LIMIT } from '../../../contract/features';
import type { GeoFilter } from '../../../contract/collection';
import { CONFORMANCE, CRS84, FILTER_LANGUAGES, MEDIA_TYPES } from '../../../contract/ogc';
import type { GeoLayer } from '../layer';
import { queryablesOf } from '../queryables';
import { schemaOf } from './documents';

type Json = Record<string, unknown>;

const inQuery = (name: string, description: string, schema: Json): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
  style: 'form',
  explode: false,
});

/** Conformance tools want the first two on the outside, others one of the two lengths. */
const BOX_SCHEMA = {
  type: 'array',
  minItems: 4,
  maxItems: 6,
  oneOf: [
    { minItems: 4, maxItems: 4 },
    { minItems: 6, maxItems: 6 },
  ],
  items: { type: 'number' },
};

const PARAMETERS: Record<string, Json> = {
  bbox: inQuery(
    'bbox',
    'west,south,east,north in degrees (CRS84), or six numbers with heights, which are not looked at. ' +
      'West greater than east crosses the antimeridian.',
    BOX_SCHEMA,
  ),
  datetime: inQuery(
    'datetime',
    'A moment, a day or an interval such as 2018-02-12T00:00:00Z/.. (RFC 3339). Undated features match.',
    { type: 'string' },
  ),
  limit: inQuery('limit', 'Features per page. A greater number is taken as the maximum.', {
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
  }),
  cursor: inQuery('cursor', 'Where to go on, from the link `next`.', { type: 'string' }),
  filter: inQuery('filter', 'A condition in CQL2 on the queryables of the collection.', {
    type: 'string',
  }),
  'filter-lang': inQuery('filter-lang', 'The notation of `filter`.', {
    type: 'string',
    enum: [...FILTER_LANGUAGES],
    default: 'cql2-text',
  }),
  'filter-crs': inQuery('filter-crs', 'The coordinate system of geometries in `filter`.', {
    type: 'string',
    enum: [CRS84],
  }),
  f: inQuery('f', 'The format; there is one.', { type: 'string', enum: ['json'] }),
  within: inQuery('within', 'A polygon or multipolygon, as WKT or GeoJSON.', { type: 'string' }),
  near: inQuery('near', 'lon,lat of the centre of a circle; goes with `radiusMeters`.', {
    type: 'string',
  }),
  radiusMeters: inQuery('radiusMeters', 'The radius of the circle around `near`, in metres.', {
    type: 'number',
  }),
  dated: inQuery('dated', 'true: only features that have a time.', { type: 'boolean' }),
};

const refer = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });

const content = (type: string, schema: Json = { type: 'object' }): Json => ({
  content: { [type]: { schema } },
});

const PROBLEM = (description: string): Json => ({
  description,
  ...content('application/problem+json'),
});

const refusals = (isNamed: boolean): Json => ({
  '400': { $ref: '#/components/responses/InvalidParameter' },
  ...(isNamed && { '404': { $ref: '#/components/responses/NotFound' } }),
  '429': { $ref: '#/components/responses/TooMany' },
  '500': { $ref: '#/components/responses/ServerError' },
  '503': { $ref: '#/components/responses/Unavailable' },
});

/** Unique in the document, of letters alone. */
const operationId = (...words: string[]): string =>
  words.join('-').replace(/-([a-z0-9])/gi, (_match, letter: string) => letter.toUpperCase());

interface Described {
  id: string;
  summary: string;
  tag: string;
  type?: string;
  parameters?: Json[];
  schema?: Json;
}

const read = ({
  id,
  summary,
  tag,
  type = MEDIA_TYPES.json,
  parameters = [],
  schema,
}: Described) => ({
  get: {
    operationId: id,
    summary,
    tags: [tag],
    parameters: [...parameters, refer('f')],
    responses: {
      '200': { description: summary, ...content(type, schema) },
      ...refusals(tag !== 'Capabilities'),
    },
  },
});

/** A filter of the collection that is no property of its features. */
const filterParameter = (name: string, filter: GeoFilter): Json =>
  inQuery(
    name,
    filter.description,
    filter.kind === 'state'
      ? { type: 'string', enum: ['exclude', 'include', 'only'], default: 'exclude' }
      : { type: 'string' },
  );

/** Parameters of the collection's own: one for each property that can be compared, and its filters. */
function ownParameters(layer: GeoLayer): Json[] {
  const properties = queryablesOf(layer).filter(
    ({ property, name }) => property !== null && !(name in PARAMETERS),
  );
  const names = properties.map(({ name }) => name);
  const filters = Object.entries(layer.filters).filter(([name]) => !names.includes(name));
  return [
    ...properties.map((one) =>
      inQuery(one.name, `Features whose ${one.name} is this.`, schemaOf(one)),
    ),
    ...filters.map(([name, filter]) => filterParameter(name, filter)),
  ];
}

const FEATURES = {
  type: 'object',
  required: ['type', 'features'],
  properties: {
    type: { type: 'string', enum: ['FeatureCollection'] },
    features: { type: 'array', items: { $ref: '#/components/schemas/feature' } },
    links: { type: 'array', items: { $ref: '#/components/schemas/link' } },
    timeStamp: { type: 'string', format: 'date-time' },
    numberMatched: { type: 'integer', minimum: 0 },
    numberReturned: { type: 'integer', minimum: 0 },
  },
};

const SCHEMAS = {
  link: {
    type: 'object',
    required: ['href'],
    properties: {
      href: { type: 'string' },
      rel: { type: 'string' },
      type: { type: 'string' },
      title: { type: 'string' },
    },
  },
  feature: {
    type: 'object',
    required: ['type', 'geometry', 'properties'],
    properties: {
      type: { type: 'string', enum: ['Feature'] },
      id: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
      geometry: { type: 'object', nullable: true },
      properties: { type: 'object', nullable: true },
      links: { type: 'array', items: { $ref: '#/components/schemas/link' } },
    },
  },
  features: FEATURES,
};

function pathsOf(layer: GeoLayer): Json {
  const { name, title } = layer;
  const tag = title;
  const featureId = {
    name: 'featureId',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: 'The id of a feature, as lists give it.',
  };
  const base = `/collections/${name}`;
  return {
    [base]: read({ id: operationId('describe', name), summary: title, tag }),
    [`${base}/queryables`]: read({
      id: operationId('queryables', name),
      summary: `What filters may ask about ${title}`,
      tag,
      type: MEDIA_TYPES.schema,
    }),
    [`${base}/items`]: read({
      id: operationId('list', name),
      summary: `Features of ${title}`,
      tag,
      type: MEDIA_TYPES.geojson,
      schema: { $ref: '#/components/schemas/features' },
      parameters: [
        ...Object.keys(PARAMETERS)
          .filter((one) => one !== 'f')
          .map(refer),
        ...ownParameters(layer),
      ],
    }),
    [`${base}/items/{featureId}`]: read({
      id: operationId('read', name),
      summary: `One feature of ${title}`,
      tag,
      type: MEDIA_TYPES.geojson,
      schema: { $ref: '#/components/schemas/feature' },
      parameters: [featureId],
    }),
  };
}

/**
 * The API definition of Part 1, which clients read to learn the parameters of each collection: OpenAPI
 * 3.0, since GIS programs know no later one.
 */
export const apiDefinition = (layers: readonly GeoLayer[], root: string) => ({
  openapi: '3.0.3',
  info: {
    title: 'Shoal: OGC API Features',
    version: '1.0.0',
    description: `Conforms to ${CONFORMANCE.length} classes of OGC API Features and CQL2, see /conformance.`,
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  servers: [{ url: root }],
  tags: [{ name: 'Capabilities' }, ...layers.map(({ title }) => ({ name: title }))],
  paths: {
    '/': read({ id: 'landingPage', summary: 'The landing page', tag: 'Capabilities' }),
    '/conformance': read({
      id: 'conformance',
      summary: 'What of the standards is fulfilled',
      tag: 'Capabilities',
    }),
    '/collections': read({
      id: 'collections',
      summary: 'The collections',
      tag: 'Capabilities',
    }),
    ...(Object.assign({}, ...layers.map(pathsOf)) as Json),
  },
  components: {
    parameters: PARAMETERS,
    schemas: SCHEMAS,
    responses: {
      InvalidParameter: PROBLEM('A parameter is unknown or has a value that cannot be understood'),
      NotFound: PROBLEM('There is no such thing, or you may not see it'),
      TooMany: PROBLEM('Too many requests; Retry-After says how long to wait'),
      ServerError: PROBLEM('Something went wrong on our side'),
      Unavailable: PROBLEM('The database does not answer in time; try again later'),
    },
  },
});
