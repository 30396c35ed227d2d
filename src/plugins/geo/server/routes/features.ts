import {
  collectionName,
  featureCollection,
  featuresQueryDescription,
} from '../../contract/features';

/** The schemas describe the route in the OpenAPI document; the controller does the parsing. */
export const featuresRoutes = [
  {
    method: 'GET' as const,
    path: '/geo/:collection',
    handler: 'features.find',
    config: { prefix: '' },
    request: { params: { collection: collectionName }, query: featuresQueryDescription },
    response: featureCollection,
  },
];
