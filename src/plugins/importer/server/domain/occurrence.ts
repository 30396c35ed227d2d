import type { DatePrecision } from './event-date';

/** The text attributes of Darwin Core that are stored as the provider wrote them. */
export type TextField =
  | 'occurrenceID'
  | 'institutionCode'
  | 'collectionCode'
  | 'catalogNumber'
  | 'verbatimScientificName'
  | 'basisOfRecord'
  | 'occurrenceStatus'
  | 'locality'
  | 'eventDate'
  | 'individualCount'
  | 'sex'
  | 'lifeStage'
  | 'recordedBy'
  | 'license';

/** A coordinate or depth as read: a number, nothing, or something that is not a number. */
export type Measure = number | null | 'not-a-number';

/**
 * One record of a provider in our words, before any check: verbatim text kept, numbers read, nothing
 * judged. A source makes it, the checks read it.
 */
export interface ProviderOccurrence extends Record<TextField, string | null> {
  provider: string;
  /** The id the provider has for it now: a locator, never the identity (OBIS makes new ones). */
  providerRecordId: string | null;
  datasetKey: string | null;
  scientificName: string | null;
  aphiaId: number | null;
  /** The AphiaID that was matched when that name was a synonym. */
  matchedAphiaId: number | null;
  lat: Measure;
  lon: Measure;
  coordinateUncertaintyInMeters: number | null;
  minimumDepthInMeters: Measure;
  maximumDepthInMeters: Measure;
  bathymetryInMeters: number | null;
  shoreDistanceInMeters: number | null;
  /** Year, month and day as separate text, for records without an event date. */
  dateParts: { year: string | null; month: string | null; day: string | null };
  /** What the provider itself made of the date, in milliseconds; used when we cannot read the text. */
  providerDates: { startMs: number | null; endMs: number | null };
  /** `null` is "not said". */
  isMarine: boolean | null;
  isBrackish: boolean | null;
  providerFlags: string[];
  providerDropped: boolean;
  providerAbsence: boolean;
  taxon: ProviderTaxon | null;
  /** Whether name and AphiaID are WoRMS's already; else the names step asks WoRMS for them. */
  isNamedByWorms: boolean;
}

/** What a record says about its accepted name. */
export interface ProviderTaxon {
  aphiaId: number;
  scientificName: string;
  taxonRank: string | null;
  kingdom: string | null;
  phylum: string | null;
  class: string | null;
  order: string | null;
  family: string | null;
  genus: string | null;
  isMarine: boolean | null;
  isBrackish: boolean | null;
}

/** A dataset as its provider describes it. */
export interface ProviderDataset {
  provider: string;
  datasetKey: string;
  title: string | null;
  abstract: string | null;
  citation: string | null;
  doi: string | null;
  url: string | null;
  /** Every address it goes by, to recognise it at another provider. */
  addresses?: string[] | null;
  license: string | null;
  intellectualRights: string | null;
  publishedAtProvider: string | null;
  updatedAtProvider: string | null;
}

/** The interpreted half of an occurrence: what the checks concluded. */
export interface Interpretation {
  eventDateStart: string | null;
  eventDateEnd: string | null;
  eventDatePrecision: DatePrecision | null;
  flags: string[];
  absence: boolean;
  dropped: boolean;
}
