import { CONFORMANCE, CRS84, MEDIA_TYPES } from '../../../contract/ogc';
import type { GeoLayer } from '../layer';
import { queryablesOf, type Queryable } from '../queryables';

/** Where something is, as all documents of OGC API Features have it. */
export interface OgcLink {
  rel: string;
  type: string;
  href: string;
  title?: string;
}

const GREGORIAN = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';
const QUERYABLES = 'http://www.opengis.net/def/rel/ogc/1.0/queryables';

export const jsonLink = (rel: string, href: string, title?: string): OgcLink => ({
  rel,
  type: MEDIA_TYPES.json,
  href,
  ...(title !== undefined && { title }),
});

/** @param root the public address of the landing page. */
export const landingPage = (root: string) => ({
  title: 'Shoal',
  description:
    'Species occurrences and other things with a place, as OGC API Features has them. ' +
    'The same rows under the same rules as the rest of the API.',
  links: [
    jsonLink('self', root, 'This document'),
    {
      rel: 'service-desc',
      type: MEDIA_TYPES.openapi,
      href: `${root}/api`,
      title: 'The parameters of each collection (OpenAPI 3.0)',
    },
    jsonLink('conformance', `${root}/conformance`, 'What of the standards is fulfilled'),
    jsonLink('data', `${root}/collections`, 'The collections'),
  ],
});

export const conformanceDeclaration = () => ({ conformsTo: CONFORMANCE });

/**
 * One collection. Its extent is what it may hold, since what it does hold depends on who asks and would
 * have to be counted anew after every write.
 */
export function collectionDocument({ name, title, description, time }: GeoLayer, root: string) {
  const self = `${root}/collections/${name}`;
  return {
    id: name,
    title,
    description,
    extent: {
      spatial: { bbox: [[-180, -90, 180, 90]], crs: CRS84 },
      ...(time && { temporal: { interval: [[null, null]], trs: GREGORIAN } }),
    },
    itemType: 'feature',
    crs: [CRS84],
    links: [
      jsonLink('self', self, title),
      { rel: 'items', type: MEDIA_TYPES.geojson, href: `${self}/items`, title: 'The features' },
      {
        rel: QUERYABLES,
        type: MEDIA_TYPES.schema,
        href: `${self}/queryables`,
        title: 'What filters may ask about',
      },
    ],
  };
}

export const collectionsDocument = (layers: readonly GeoLayer[], root: string) => ({
  links: [jsonLink('self', `${root}/collections`, 'This document')],
  collections: layers.map((layer) => collectionDocument(layer, root)),
});

/** The type of a property in JSON Schema. */
export function schemaOf({ type, isInteger }: Queryable): Record<string, string> {
  switch (type) {
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: isInteger ? 'integer' : 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'day':
      return { type: 'string', format: 'date' };
    case 'moment':
      return { type: 'string', format: 'date-time' };
    case 'geometry':
      return { format: 'geometry-any', 'x-ogc-role': 'primary-geometry' };
  }
}

/** What filters may ask about, as JSON Schema (Part 3, requirement `queryables/response`). */
export function queryablesDocument(layer: GeoLayer, root: string) {
  const schemas = queryablesOf(layer).map((queryable) => {
    const schema = schemaOf(queryable);
    const isPoint = queryable.type === 'geometry' && layer.isPoints;
    return [
      queryable.name,
      { title: queryable.name, ...schema, ...(isPoint && { format: 'geometry-point' }) },
    ];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${root}/collections/${layer.name}/queryables`,
    title: layer.title,
    description: layer.description,
    type: 'object',
    properties: Object.fromEntries(schemas) as Record<string, object>,
    additionalProperties: false,
  };
}
