import type { ProviderTaxon } from './occurrence';
import type { StoredFields } from './occurrence-fields';
import type { KeyLadder } from './record-key';

/** A record that the checks let through, ready to be merged once its key is settled. */
export interface AcceptedRecord {
  /** Position in the run, from 1. */
  ordinal: number;
  datasetKey: string;
  providerRecordId: string | null;
  ladder: KeyLadder;
  /** Every stored field by name, without the record key. */
  fields: StoredFields;
  flags: string[];
  rawJson: string;
  contentHash: string;
  taxon: ProviderTaxon | null;
}

/** A record that cannot be an occurrence, with why and what was sent. */
export interface RejectedRecord {
  ordinal: number;
  providerRecordId: string | null;
  /** `null` where it does not say. */
  datasetKey: string | null;
  /** Under which it may be stored, from when it could be read. */
  recordKeys: string[];
  /** Whether it says which record it is. */
  isIdentified: boolean;
  reasons: string[];
  /** What the provider sent, as storable JSON. */
  sourceJson: string;
}

/** An occurrence as it stands in the database, as far as the merge must know. */
export interface StoredOccurrence {
  id: number;
  datasetKey: string;
  recordKey: string;
  providerRecordId: string | null;
  contentHash: string | null;
  isWithdrawn: boolean;
  /** Whether this run has met it already. */
  isSeen: boolean;
}
