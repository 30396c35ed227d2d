/*
 * The names GBIF is known to use, so that a new one is noticed, and what its issues mean in the
 * vocabulary of flags that all providers share: OBIS's name where OBIS has one, GBIF's otherwise.
 */

const words = (text: string) => text.trim().split(/\s+/);

/** What GBIF derives or notes about its own work: it moves without the record having changed. */
const DERIVED = words(`
  key gbifID lastCrawled lastParsed lastInterpreted crawlId protocol classifications taxonKey
  kingdomKey phylumKey classKey orderKey familyKey genusKey subgenusKey speciesKey acceptedTaxonKey
  acceptedScientificName taxonomicStatus kingdom phylum class order family genus subgenus species
  genericName specificEpithet infraspecificEpithet scientificName scientificNameAuthorship taxonRank
  iucnRedListCategory continent country countryCode gbifRegion publishedByGbifRegion gadm issues
  isInCluster isSequenced networkKeys installationKey hostingOrganizationKey publishingOrgKey
  publishingCountry distanceFromCentroidInMeters stateProvince higherGeography verbatimScientificName
  media facts relations identifiers geologicalContext projectId programmeAcronym dnaSequenceID
`);

/** Of those, what says nothing about the record at all: its content hash leaves them out. */
const VOLATILE = new Set(
  words(`
    lastCrawled lastParsed lastInterpreted crawlId protocol classifications taxonKey kingdomKey
    phylumKey classKey orderKey familyKey genusKey subgenusKey speciesKey acceptedTaxonKey isInCluster
    iucnRedListCategory gadm gbifRegion publishedByGbifRegion installationKey hostingOrganizationKey
    distanceFromCentroidInMeters
  `),
);

const TERMS = words(`
  datasetKey datasetID datasetName institutionID institutionCode collectionID collectionCode
  collectionKey institutionKey ownerInstitutionCode catalogNumber otherCatalogNumbers recordNumber
  fieldNumber basisOfRecord occurrenceStatus occurrenceID occurrenceRemarks organismID organismName
  organismQuantity organismQuantityType relativeOrganismQuantity organismScope individualCount sex lifeStage
  reproductiveCondition behavior vitality establishmentMeans degreeOfEstablishment pathway
  preparations disposition associatedMedia associatedOccurrences associatedReferences
  associatedSequences associatedTaxa associatedOrganisms recordedBy recordedByID recordedByIDs
  identifiedBy identifiedByID identifiedByIDs dateIdentified identificationID identificationRemarks
  identificationQualifier identificationReferences identificationVerificationStatus typeStatus
  typifiedName scientificNameID taxonID taxonConceptID acceptedNameUsageID parentNameUsageID
  acceptedNameUsage parentNameUsage nameAccordingTo nameAccordingToID namePublishedIn
  namePublishedInYear higherClassification verbatimTaxonRank vernacularName nomenclaturalCode
  nomenclaturalStatus originalNameUsage originalNameUsageID taxonRemarks decimalLatitude
  decimalLongitude coordinateUncertaintyInMeters coordinatePrecision geodeticDatum
  pointRadiusSpatialFit footprintWKT footprintSRS footprintSpatialFit verbatimCoordinateSystem
  verbatimSRS verbatimElevation verbatimDepth verbatimEventDate verbatimLocality verbatimLabel
  elevation elevationAccuracy depth depthAccuracy waterBody island islandGroup county municipality
  locality locationID locationRemarks locationAccordingTo georeferencedBy georeferencedDate
  georeferenceProtocol georeferenceSources georeferenceRemarks georeferenceVerificationStatus
  eventDate eventTime eventID eventType parentEventID year month day startDayOfYear endDayOfYear
  habitat samplingProtocol samplingEffort sampleSizeValue sampleSizeUnit fieldNotes eventRemarks
  modified language license rightsHolder rights accessRights bibliographicCitation references source
  type identifier dynamicProperties informationWithheld dataGeneralizations extensions
  materialSampleID materialEntityID parentEventGbifId eventHierarchy caste causeOfDeath
  higherGeographyID previousIdentifications
`);

const KNOWN_FIELDS = new Set([...DERIVED, ...TERMS]);
const DERIVED_FIELDS = new Set(DERIVED);

/** Whether GBIF is known to send this field. A publisher's own term is a full address, which is known. */
export const isKnownField = (name: string) => KNOWN_FIELDS.has(name) || name.includes('://');

/** Whether GBIF made this field: no identity may rest on it. */
export const isDerivedField = (name: string) => DERIVED_FIELDS.has(name);

/** Whether this field moves with every crawl. */
export const isVolatileField = (name: string) => VOLATILE.has(name);

const SAME_AS_OBIS: Readonly<Record<string, string>> = {
  ZERO_COORDINATE: 'ZERO_COORD',
  DEPTH_NOT_NUMERIC: 'DEPTH_NON_NUMERIC',
};

const KNOWN_ISSUES = new Set(
  words(`
    ZERO_COORDINATE COORDINATE_OUT_OF_RANGE COORDINATE_INVALID COORDINATE_ROUNDED
    GEODETIC_DATUM_INVALID GEODETIC_DATUM_ASSUMED_WGS84 COORDINATE_REPROJECTED
    COORDINATE_REPROJECTION_FAILED COORDINATE_REPROJECTION_SUSPICIOUS COORDINATE_ACCURACY_INVALID
    COORDINATE_PRECISION_INVALID COORDINATE_UNCERTAINTY_METERS_INVALID
    COORDINATE_PRECISION_UNCERTAINTY_MISMATCH COUNTRY_COORDINATE_MISMATCH COUNTRY_MISMATCH
    COUNTRY_INVALID COUNTRY_DERIVED_FROM_COORDINATES CONTINENT_COUNTRY_MISMATCH CONTINENT_INVALID
    CONTINENT_COORDINATE_MISMATCH CONTINENT_DERIVED_FROM_COORDINATES CONTINENT_DERIVED_FROM_COUNTRY
    PRESUMED_SWAPPED_COORDINATE PRESUMED_NEGATED_LONGITUDE PRESUMED_NEGATED_LATITUDE
    RECORDED_DATE_MISMATCH RECORDED_DATE_INVALID RECORDED_DATE_UNLIKELY TAXON_MATCH_FUZZY
    TAXON_MATCH_HIGHERRANK TAXON_MATCH_AGGREGATE TAXON_MATCH_NONE SCIENTIFIC_NAME_ID_NOT_FOUND
    SCIENTIFIC_NAME_AND_ID_INCONSISTENT TAXON_CONCEPT_ID_NOT_FOUND TAXON_ID_NOT_FOUND
    TAXON_MATCH_SCIENTIFIC_NAME_ID_IGNORED TAXON_MATCH_TAXON_CONCEPT_ID_IGNORED
    TAXON_MATCH_TAXON_ID_IGNORED TAXON_MATCH_NAME_AND_ID_AMBIGUOUS DEPTH_NOT_METRIC DEPTH_UNLIKELY
    DEPTH_MIN_MAX_SWAPPED DEPTH_NON_NUMERIC ELEVATION_UNLIKELY ELEVATION_MIN_MAX_SWAPPED
    ELEVATION_NOT_METRIC ELEVATION_NON_NUMERIC MODIFIED_DATE_INVALID MODIFIED_DATE_UNLIKELY
    IDENTIFIED_DATE_UNLIKELY IDENTIFIED_DATE_INVALID BASIS_OF_RECORD_INVALID TYPE_STATUS_INVALID
    SUSPECTED_TYPE MULTIMEDIA_DATE_INVALID MULTIMEDIA_URI_INVALID REFERENCES_URI_INVALID
    INTERPRETATION_ERROR INDIVIDUAL_COUNT_INVALID OCCURRENCE_STATUS_UNPARSABLE
    OCCURRENCE_STATUS_INFERRED_FROM_INDIVIDUAL_COUNT OCCURRENCE_STATUS_INFERRED_FROM_BASIS_OF_RECORD
    INDIVIDUAL_COUNT_CONFLICTS_WITH_OCCURRENCE_STATUS GEOREFERENCED_DATE_UNLIKELY
    GEOREFERENCED_DATE_INVALID AMBIGUOUS_INSTITUTION AMBIGUOUS_COLLECTION INSTITUTION_MATCH_NONE
    COLLECTION_MATCH_NONE INSTITUTION_MATCH_FUZZY COLLECTION_MATCH_FUZZY
    INSTITUTION_COLLECTION_MISMATCH POSSIBLY_ON_LOAN DIFFERENT_OWNER_INSTITUTION FOOTPRINT_SRS_INVALID
    FOOTPRINT_WKT_MISMATCH FOOTPRINT_WKT_INVALID AGE_OR_STAGE_INVALID_RANGE
    AGE_OR_STAGE_RANK_MISMATCH EON_OR_EONOTHEM_INVALID_RANGE EON_OR_EONOTHEM_RANK_MISMATCH
  `),
);

/** Whether this is one of GBIF's issues. */
export const isKnownIssue = (issue: string) => KNOWN_ISSUES.has(issue);

/** The flag that an issue is here. */
export const flagOf = (issue: string) => SAME_AS_OBIS[issue] ?? issue;
