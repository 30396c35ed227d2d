/**
 * The attributes of an occurrence that an import writes, with the SQL type of each. One list for
 * four uses: the type of a record, the order of the content hash, the columns of the merge, and what
 * is asked of the target content type at boot. `timestamp` because Strapi's datetime columns have no
 * zone: they hold UTC, and the Z of our texts is dropped on the way in. New names go to the end: the order is in every hash.
 */
export const OCCURRENCE_FIELDS = {
  provider: 'text',
  datasetKey: 'text',
  recordKey: 'text',
  providerRecordId: 'text',
  occurrenceID: 'text',
  institutionCode: 'text',
  collectionCode: 'text',
  catalogNumber: 'text',
  scientificName: 'text',
  verbatimScientificName: 'text',
  aphiaId: 'integer',
  matchedAphiaId: 'integer',
  basisOfRecord: 'text',
  occurrenceStatus: 'text',
  decimalLatitude: 'double precision',
  decimalLongitude: 'double precision',
  coordinateUncertaintyInMeters: 'double precision',
  locality: 'text',
  minimumDepthInMeters: 'double precision',
  maximumDepthInMeters: 'double precision',
  bathymetryInMeters: 'double precision',
  shoreDistanceInMeters: 'double precision',
  eventDate: 'text',
  eventDateStart: 'timestamp',
  eventDateEnd: 'timestamp',
  eventDatePrecision: 'text',
  individualCount: 'text',
  sex: 'text',
  lifeStage: 'text',
  recordedBy: 'text',
  license: 'text',
  flags: 'jsonb',
  absence: 'boolean',
  dropped: 'boolean',
} as const;

export type OccurrenceField = keyof typeof OCCURRENCE_FIELDS;

export type StoredValue = string | number | boolean | string[] | null;

/** The fields of a record as they are stored, by name. */
export type StoredFields = Partial<Record<OccurrenceField, StoredValue>>;

/** What the merge adds to a record: attributes that no provider gives. */
export const BOOKKEEPING_FIELDS = [
  'raw',
  'contentHash',
  'firstSeenAt',
  'lastSeenAt',
  'withdrawnAt',
] as const;

/** What linking reads and writes beside them: positions as recorded, and what a record is the same as. */
export const LINK_FIELDS = ['exactLatitude', 'exactLongitude', 'duplicateOf', 'sameAs'] as const;
