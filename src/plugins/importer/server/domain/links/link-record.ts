/** An occurrence as far as linking must know it. Positions are those recorded, not generalised ones. */
export interface LinkRecord {
  id: number;
  documentId: string;
  provider: string;
  datasetKey: string;
  occurrenceID: string | null;
  institutionCode: string | null;
  collectionCode: string | null;
  catalogNumber: string | null;
  aphiaId: number | null;
  basisOfRecord: string | null;
  absence: boolean;
  dropped: boolean;
  lat: number | null;
  lon: number | null;
  uncertaintyMeters: number | null;
  minDepthMeters: number | null;
  maxDepthMeters: number | null;
  /** As the provider wrote it. */
  eventDate: string | null;
  /** First and last calendar day, `YYYY-MM-DD`; null without a date. */
  firstDay: string | null;
  lastDay: string | null;
  precision: string | null;
  individualCount: string | null;
  sex: string | null;
  lifeStage: string | null;
  recordedBy: string | null;
  /** How many of the fields that a reader looks for are filled. */
  filledFields: number;
  /** ISO text. */
  firstSeenAt: string | null;
}

/** Two records that may be the same, and how they were found. */
export interface CandidatePair {
  oneId: number;
  otherId: number;
  /** Whether their datasets are the same at two providers. */
  isPaired: boolean;
}

export const LINK_STATES = ['automatic', 'waiting', 'confirmed', 'rejected'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** The rule that brought two records together, strongest first. */
export type LinkReason = 'occurrence-id' | 'catalogue' | 'evidence';
