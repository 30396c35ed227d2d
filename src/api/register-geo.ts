import type { Core } from '@strapi/strapi';
import { eventsOnMaps } from '../access/content';
import { occurrencesOnMaps, seesExactPositions } from '../access/occurrences';
import type { GeoCollection } from '../plugins/geo/contract/collection';
import type { GeoArchive, SourceKey } from '../plugins/geo/contract/exports';
import { describeDatasets } from './dataset/describe';
import { taxaUnder } from './taxon/keys-under';

const DARWIN_CORE = 'http://rs.tdwg.org/dwc/terms/';

/** Terms of Darwin Core whose name is that of our attribute. */
const SAME_NAMES = [
  'occurrenceID',
  'institutionCode',
  'collectionCode',
  'catalogNumber',
  'basisOfRecord',
  'occurrenceStatus',
  'scientificName',
  'eventDate',
  'coordinateUncertaintyInMeters',
  'dataGeneralizations',
  'informationWithheld',
  'minimumDepthInMeters',
  'maximumDepthInMeters',
  'locality',
  'individualCount',
  'sex',
  'lifeStage',
  'recordedBy',
];

const ARCHIVE: GeoArchive = {
  rowType: `${DARWIN_CORE}Occurrence`,
  terms: {
    ...Object.fromEntries(SAME_NAMES.map((name) => [`${DARWIN_CORE}${name}`, name])),
    [`${DARWIN_CORE}taxonID`]: 'aphiaId',
    [`${DARWIN_CORE}verbatimIdentification`]: 'verbatimScientificName',
    [`${DARWIN_CORE}datasetID`]: 'datasetKey',
    'http://purl.org/dc/terms/license': 'license',
  },
  constants: { [`${DARWIN_CORE}geodeticDatum`]: 'EPSG:4326' },
};

const OCCURRENCES: GeoCollection = {
  name: 'occurrences',
  title: 'Occurrences',
  description: 'Species at a place and time, from OBIS, GBIF and files (Darwin Core Occurrence).',
  contentType: 'api::occurrence.occurrence',
  position: { lon: 'decimalLongitude', lat: 'decimalLatitude' },
  exact: { lon: 'exactLongitude', lat: 'exactLatitude', isFor: seesExactPositions },
  properties: [
    'scientificName',
    'aphiaId',
    'provider',
    'datasetKey',
    'basisOfRecord',
    'eventDate',
    'minimumDepthInMeters',
    'maximumDepthInMeters',
    'coordinateUncertaintyInMeters',
    'dataGeneralizations',
    'informationWithheld',
    'flags',
    'license',
    'licenseCode',
    'duplicateOf',
    'sameAs',
  ],
  time: { start: 'eventDateStart', end: 'eventDateEnd' },
  filters: {
    taxon: {
      kind: 'tree',
      attribute: 'aphiaId',
      keysUnder: taxaUnder,
      description: 'AphiaID of a taxon, its children and synonyms included; several by commas.',
      example: '137094',
    },
    scientificName: {
      kind: 'text',
      attribute: 'scientificName',
      single: true,
      description: 'The accepted name as the record shows it.',
      example: 'Delphinus delphis',
    },
    dataset: {
      kind: 'text',
      attribute: 'datasetKey',
      description: 'Key of a dataset at its provider; several by commas.',
    },
    provider: {
      kind: 'text',
      attribute: 'provider',
      description: 'Where records come from; several by commas.',
      example: 'obis,gbif',
    },
    basisOfRecord: {
      kind: 'text',
      attribute: 'basisOfRecord',
      description: 'Darwin Core basisOfRecord; several by commas.',
      example: 'HumanObservation',
    },
    depth: {
      kind: 'range',
      from: 'minimumDepthInMeters',
      to: 'maximumDepthInMeters',
      description: 'min,max in metres below the surface; either may be left out.',
      example: '0,200',
    },
    flags: {
      kind: 'list',
      attribute: 'flags',
      holds: 'some',
      description: 'Quality flags of which a record has at least one.',
      example: 'ON_LAND',
    },
    excludeFlags: {
      kind: 'list',
      attribute: 'flags',
      holds: 'none',
      description: 'Quality flags of which a record has none.',
      example: 'ON_LAND,NO_DEPTH',
    },
    license: {
      kind: 'text',
      attribute: 'licenseCode',
      description:
        'CC0, CC BY or CC BY-NC, the stricter of what record and dataset state; several by commas. ' +
        '`CC0,CC BY` is what may be used commercially.',
      example: 'CC0,CC BY',
    },
    absence: {
      kind: 'state',
      attribute: 'absence',
      description: 'Records that say a species was not there.',
    },
    dropped: {
      kind: 'state',
      attribute: 'dropped',
      description: 'Records that the quality checks dropped.',
    },
    withdrawn: {
      kind: 'state',
      attribute: 'withdrawnAt',
      description: 'Records that their provider took back.',
    },
    duplicates: {
      kind: 'state',
      attribute: 'duplicateOf',
      description: 'Records that another one stands for, since both are the same.',
    },
    hidden: {
      kind: 'state',
      attribute: 'hiddenAt',
      description: 'Records that an editor hid; only administrators ever see them.',
    },
  },
  facets: [
    'provider',
    'datasetKey',
    'basisOfRecord',
    'scientificName',
    'aphiaId',
    'flags',
    'licenseCode',
    'license',
  ],
  pyramid: { by: 'provider' },
  // Files name their datasets.
  dependsOn: ['api::taxon.taxon', 'api::dataset.dataset'],
  rowsFor: occurrencesOnMaps,
};

const EVENTS: GeoCollection = {
  name: 'events',
  title: 'Events',
  description: 'What people can come to, at a place. Those online have none.',
  contentType: 'api::event.event',
  position: { lon: 'decimalLongitude', lat: 'decimalLatitude' },
  properties: ['title', 'summary', 'startsAt', 'endsAt', 'place', 'capacity'],
  time: { start: 'startsAt', end: 'endsAt' },
  rowsFor: eventsOnMaps,
};

interface Collections {
  register(collection: GeoCollection): void;
}

/** Tells the geo plugin which content types have a place, and what may be asked of them. */
export function registerGeo(strapi: Core.Strapi): void {
  const collections = strapi.plugin('geo').service<Collections>('collections');
  const credits = {
    by: ['provider', 'datasetKey'],
    license: 'license',
    describe: (keys: readonly SourceKey[]) => describeDatasets(strapi, keys),
  };
  collections.register({ ...OCCURRENCES, credits, archive: ARCHIVE });
  collections.register(EVENTS);
}
