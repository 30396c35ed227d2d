import { z } from 'zod';
import type { GeoCollection } from '../../contract/collection';
import { describeFilters, placeAndTime } from '../../contract/descriptions';
import { csvParams } from '../../contract/exports';
import { collectionName } from '../../contract/features';

interface Described {
  type: string;
  description: string;
  query?: Record<string, z.ZodType>;
}

/** Who may read features may take them home; the same filters apply. */
export function exportRoutes(collections: readonly GeoCollection[]) {
  const question = { ...placeAndTime, ...describeFilters(collections) };

  const route = (ending: string, action: string, { type, description, query }: Described) => ({
    method: 'GET' as const,
    path: `/geo/:collection/export.${ending}`,
    handler: `exports.${action}`,
    config: {
      prefix: '',
      throttle: { scope: 'export' },
      auth: { scope: ['plugin::geo.features.find'] },
    },
    request: { params: { collection: collectionName }, query: { ...question, ...query } },
    response: z.string().meta({ 'x-media-type': type, 'x-also': [304], description }),
  });

  return [
    route('geojson', 'geojson', {
      type: 'application/geo+json',
      description: 'A FeatureCollection; `attribution` says whom to name under which licence',
    }),
    route('csv', 'csv', {
      type: 'text/csv',
      description:
        'RFC 4180, UTF-8, the first line names columns; licence and citation in every row',
      query: csvParams,
    }),
    route('gpx', 'gpx', { type: 'application/gpx+xml', description: 'GPX 1.1' }),
    route('dwca.zip', 'archive', {
      type: 'application/zip',
      description: 'A Darwin Core Archive, for collections that have one',
    }),
  ];
}
