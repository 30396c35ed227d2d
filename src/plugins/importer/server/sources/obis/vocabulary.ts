import { DARWIN_CORE_TERMS } from '../../domain/darwin-core-terms';

/*
 * The names that OBIS is known to use, so that a new one is noticed. Darwin Core terms come from the
 * standard; the rest are OBIS's own additions to a record.
 */

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
  ...DARWIN_CORE_TERMS,
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

/** Where a record says what it is classified under, itself included. */
export const TAXON_ID_FIELDS = ['aphiaID', ...new Set(words(RANKS).map((rank) => `${rank}id`))];
