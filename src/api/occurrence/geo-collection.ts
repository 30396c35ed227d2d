import { readableOccurrences } from '../../access/occurrences';
import type { GeoCollection } from '../../plugins/geo/contract/collection';

/** Occurrences on the map: `GET /api/geo/occurrences`. */
export const occurrenceCollection: GeoCollection = {
  name: 'occurrences',
  contentType: 'api::occurrence.occurrence',
  position: { lon: 'decimalLongitude', lat: 'decimalLatitude' },
  properties: [
    'provider',
    'datasetKey',
    'occurrenceID',
    'scientificName',
    'aphiaId',
    'basisOfRecord',
    'occurrenceStatus',
    'eventDate',
    'minimumDepthInMeters',
    'maximumDepthInMeters',
    'coordinateUncertaintyInMeters',
    'license',
    'flags',
  ],
  rowsFor: readableOccurrences,
};
