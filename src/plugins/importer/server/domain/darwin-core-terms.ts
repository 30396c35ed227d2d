/*
 * The terms of Darwin Core (and of Dublin Core as far as Darwin Core borrows them) that may stand in a
 * record, https://dwc.tdwg.org/terms/.
 */

const TERMS = `
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

/** Every term by its short name. */
export const DARWIN_CORE_TERMS: readonly string[] = TERMS.trim().split(/\s+/);

const BY_LOWER_CASE = new Map(DARWIN_CORE_TERMS.map((term) => [term.toLowerCase(), term]));

/** The term that a header means, whatever its case; `null` for none. */
export const findTerm = (header: string): string | null =>
  BY_LOWER_CASE.get(header.trim().toLowerCase()) ?? null;
