import type { AskedWithdrawal } from '../../contract/run';

/** What tells whether a dataset is still what it was. */
export interface DatasetState {
  datasetKey: string;
  /** When the provider last changed it, if it says so. */
  updatedAtProvider: Date | null;
  /** It was there once, and the provider does not know it any more. */
  isGone: boolean;
}

/** The state of a dataset that was read to its end. */
export interface DatasetPull {
  datasetKey: string;
  updatedAtProvider: Date | null;
  pulledAt: Date;
}

/**
 * Which stored records a question can have met: only those may be missed. Everything is told so that
 * in doubt a record is outside.
 */
export interface WithdrawalScope {
  /** `null`: of any dataset. */
  datasetKeys: string[] | null;
  /** The record as it was sent has one of these values in one of these fields. */
  taxa: { fields: string[]; values: string[] } | null;
  /** West, south, east, north in degrees; what lies on its edge is outside. */
  box: [number, number, number, number] | null;
  /** The whole time of the event lies between these days; they themselves are outside. */
  after: string | null;
  before: string | null;
  /** Fields of the record as it was sent that say yes or no, and what they say. */
  claims: { field: string; isTrue: boolean }[];
  /** Only records with coordinates were asked for. */
  hasCoordinates: boolean;
}

/** When withdrawals are too many to be made without being asked for. */
export interface WithdrawalGuard {
  /** Of the records of a dataset that answer the question, in percent. */
  maxPercent: number;
  /** Fewer than this are withdrawn without a question, unless nothing would be left. */
  minRecords: number;
}

/** What a provider calls updated, its index shows later: until then it may give the old records. */
const SETTLING_MS = 2 * 86_400_000;

/** Whether a dataset may hold something that the last pull of it did not see. */
export function needsPull(listed: DatasetState, pull: DatasetPull | undefined): boolean {
  if (listed.isGone || !pull || !listed.updatedAtProvider || !pull.updatedAtProvider) return true;
  const updatedMs = listed.updatedAtProvider.getTime();
  if (updatedMs !== pull.updatedAtProvider.getTime()) return true;
  return pull.pulledAt.getTime() - updatedMs < SETTLING_MS;
}

/** Whether a dataset stood still while it was read from `since` on. */
export function stoodStill(
  { updatedAtProvider }: Pick<DatasetState, 'updatedAtProvider'>,
  since: Date,
): boolean {
  return updatedAtProvider !== null && updatedAtProvider.getTime() < since.getTime();
}

/**
 * Whether withdrawing so much of a dataset must be confirmed by a person. Always where a record was
 * refused that may be one of the missing: nothing goes because a row could not be read.
 */
export function mustBeConfirmed(
  { records, stored, unread = 0 }: AskedWithdrawal,
  { maxPercent, minRecords }: WithdrawalGuard,
): boolean {
  if (unread > 0) return true;
  if (records >= stored) return true;
  return records >= minRecords && records * 100 > stored * maxPercent;
}

/** Whether somebody has said yes to this: to this dataset, and to no fewer records. */
export function isConfirmed(
  wanted: AskedWithdrawal,
  confirmed: readonly AskedWithdrawal[],
): boolean {
  return confirmed.some(
    ({ datasetKey, records }) => datasetKey === wanted.datasetKey && records >= wanted.records,
  );
}
