/*
 * The names that OBIS is known to use, so that a new one is noticed. Darwin Core terms come from the
 * standard; the rest are OBIS's own additions to a record.
 */

const DARWIN_CORE = `
  type modified language license rightsHolder accessRights bibliographicCitation references source
  institutionID collectionID datasetID institutionCode collectionCode datasetName
  ownerInstitutionCode basisOfRecord informationWithheld dataGeneralizations dynamicProperties
  occurrenceID catalogNumber recordNumber recordedBy recordedByID individualCount organismQuantity
  organismQuantityType sex lifeStage reproductiveCondition caste behavior vitality
  establishmentMeans degreeOfEstablishment pathway georeferenceVerificationStatus occurrenceStatus
  preparations disposition associatedMedia associatedOccurrences associatedReferences
  associatedSequences associatedTaxa otherCatalogNumbers occurrenceRemarks organismID organismName
  organismScope associatedOrganisms previousIdentifications organismRemarks materialEntityID
  materialEntityRemarks verbatimLabel materialSampleID eventID parentEventID eventType fieldNumber
  eventDate eventTime startDayOfYear endDayOfYear year month day verbatimEventDate habitat
  samplingProtocol sampleSizeValue sampleSizeUnit samplingEffort fieldNotes eventRemarks locationID
  higherGeographyID higherGeography continent waterBody islandGroup island country countryCode
  stateProvince county municipality locality verbatimLocality minimumElevationInMeters
  maximumElevationInMeters verbatimElevation verticalDatum minimumDepthInMeters
  maximumDepthInMeters verbatimDepth minimumDistanceAboveSurfaceInMeters
  maximumDistanceAboveSurfaceInMeters locationAccordingTo locationRemarks decimalLatitude
  decimalLongitude geodeticDatum coordinateUncertaintyInMeters coordinatePrecision
  pointRadiusSpatialFit verbatimCoordinates verbatimLatitude verbatimLongitude
  verbatimCoordinateSystem verbatimSRS footprintWKT footprintSRS footprintSpatialFit
  georeferencedBy georeferencedDate georeferenceProtocol georeferenceSources georeferenceRemarks
  identificationID verbatimIdentification identificationQualifier typeStatus identifiedBy
  identifiedByID dateIdentified identificationReferences identificationVerificationStatus
  identificationRemarks taxonID scientificNameID acceptedNameUsageID parentNameUsageID
  originalNameUsageID nameAccordingToID namePublishedInID taxonConceptID scientificName
  acceptedNameUsage parentNameUsage originalNameUsage nameAccordingTo namePublishedIn
  namePublishedInYear higherClassification kingdom phylum class order superfamily family subfamily
  tribe subtribe genus genericName subgenus infragenericEpithet specificEpithet
  infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship
  vernacularName nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks projectTitle
  projectID fundingAttribution
`;

const RANKS = `
  kingdom subkingdom infrakingdom phylum subphylum infraphylum parvphylum gigaclass megaclass
  superclass class subclass infraclass subterclass superorder order suborder infraorder parvorder
  section subsection superfamily family subfamily supertribe tribe subtribe genus subgenus species
  subspecies natio variety subvariety forma subforma series superdomain domain division subdivision
  infradivision epifamily phylumdivision supersection
`;

const OBIS = `
  id dataset_id node_id aphiaID originalScientificName unaccepted flags dropped absence depth
  bathymetry shoredistance sst sss date_start date_mid date_end date_year marine brackish freshwater
  terrestrial category hab wrims missing invalid mof dna extensions event tags areas country_id
  taxonomy geohash
`;

const words = (text: string) => text.trim().split(/\s+/);

const KNOWN_FIELDS = new Set([
  ...words(DARWIN_CORE),
  ...words(OBIS),
  ...words(RANKS).flatMap((rank) => [rank, `${rank}id`]),
]);

/** Whether OBIS is known to send this field. */
export const isKnownField = (name: string) => KNOWN_FIELDS.has(name);

const KNOWN_FLAGS = new Set(
  words(`
    NO_COORD ZERO_COORD LON_OUT_OF_RANGE LAT_OUT_OF_RANGE NO_MATCH NOT_MARINE MARINE_UNSURE
    NO_ACCEPTED_NAME ON_LAND DEPTH_EXCEEDS_BATH DEPTH_OUT_OF_RANGE NO_DEPTH MIN_DEPTH_EXCEEDS_MAX
    DATE_IN_FUTURE DATE_BEFORE_MIN SCIENTIFICNAMEID_EXTERNAL
  `),
);

/** Whether this is one of OBIS's quality flags. */
export const isKnownFlag = (flag: string) =>
  KNOWN_FLAGS.has(flag) || flag.startsWith('WORMS_ANNOTATION_');

/**
 * What OBIS adds to a record by itself: its ids, its matching, its lookups at the point. It changes
 * without the record changing, so no identity may rest on it.
 */
const DERIVED_FIELDS = new Set([
  ...words(OBIS),
  ...words(RANKS).map((rank) => `${rank}id`),
  ...words(RANKS),
  'scientificName',
]);

export const isDerivedField = (name: string) => DERIVED_FIELDS.has(name);
