import { z } from 'zod';
import {
  clustersAnswer,
  countAnswer,
  facetsAnswer,
  gridAnswer,
  nearbyAnswer,
  searchAnswer,
  tileJson,
} from '../../contract/answers';
import type { GeoCollection } from '../../contract/collection';
import {
  clustersDescription,
  describeFilters,
  facetsDescription,
  gridDescription,
  nearbyDescription,
  placeAndTime,
} from '../../contract/descriptions';
import { collectionName, featureCollection, pageDescription } from '../../contract/features';

const tile = z
  .string()
  .meta({ 'x-media-type': 'application/vnd.mapbox-vector-tile', format: 'binary' });
const whole = (description: string) => z.int().min(0).meta({ description });

const searchBody = z.looseObject({}).meta({
  description:
    'The parameters of the list, as texts or as JSON: bbox and depth as lists of numbers, within as GeoJSON, near as {lon, lat}, several values as lists.',
  example: { bbox: [-10, 35, 5, 45], datetime: '2020-01-01/..', limit: 100 },
});

/**
 * The addresses that read a collection. The schemas describe them in the OpenAPI document; the
 * controllers do the parsing.
 */
export function readingRoutes(collections: readonly GeoCollection[]) {
  const filters = describeFilters(collections);
  const question = { ...placeAndTime, ...filters };
  // Their own words for these; `lon` and `lat` say what `near` would.
  const { near: _near, ...besideCentre } = question;

  const read = (
    path: string,
    handler: string,
    query: object,
    response: z.ZodType,
    also = [304],
  ) => ({
    method: 'GET' as const,
    path: `/geo/:collection${path}`,
    handler,
    config: { prefix: '' },
    request: { params: { collection: collectionName }, query },
    response: response.meta({ ...response.meta(), 'x-also': also }),
  });

  return [
    read('', 'features.find', { ...question, ...pageDescription }, featureCollection),
    read('/nearby', 'nearby.find', { ...besideCentre, ...nearbyDescription }, nearbyAnswer),
    read('/count', 'counts.count', question, countAnswer),
    read('/facets', 'counts.facets', { ...question, ...facetsDescription }, facetsAnswer),
    read('/grid', 'cells.grid', { ...question, ...gridDescription }, gridAnswer),
    read('/clusters', 'cells.clusters', { ...question, ...clustersDescription }, clustersAnswer),
    read('/tiles.json', 'tiles.describe', question, tileJson),
    {
      ...read('/tiles/:z/:x/:y.mvt', 'tiles.find', question, tile, [204, 304]),
      request: {
        params: {
          collection: collectionName,
          z: whole('Zoom.'),
          x: whole('Column from the west.'),
          y: whole('Row from the north.'),
        },
        query: question,
      },
    },
    {
      method: 'POST' as const,
      path: '/geo/:collection/search',
      handler: 'features.search',
      config: { prefix: '' },
      request: {
        params: { collection: collectionName },
        body: { 'application/json': searchBody },
      },
      response: searchAnswer,
    },
  ];
}
