import { interpret } from '../checks';
import { lastingKeys } from '../domain/record-key';
import { findRejections } from '../checks/storable';
import type { AcceptedRecord, RejectedRecord } from '../domain/accepted-record';
import { hashContent } from '../domain/content-hash';
import type { Interpretation, Measure, ProviderOccurrence } from '../domain/occurrence';
import type { Tally } from '../../contract/run';
import type { StoredFields } from '../domain/occurrence-fields';
import { addTallies, countName, emptyTally } from '../domain/tally';
import type { StagedRecord } from './stage';

export interface CheckedSlice {
  accepted: AcceptedRecord[];
  rejected: RejectedRecord[];
  /** Read and rejected are counted here; what becomes of the accepted is for the merge to say. */
  tally: Tally;
}

const numberOf = (value: Measure) => (value === 'not-a-number' ? null : value);

/** Written out: copied by name or by spreading, every record grew its object through slow steps. */
const fieldsOf = (record: ProviderOccurrence, interpretation: Interpretation): StoredFields => ({
  provider: record.provider,
  datasetKey: record.datasetKey,
  providerRecordId: record.providerRecordId,
  scientificName: record.scientificName,
  aphiaId: record.aphiaId,
  matchedAphiaId: record.matchedAphiaId,
  decimalLatitude: numberOf(record.lat),
  decimalLongitude: numberOf(record.lon),
  coordinateUncertaintyInMeters: record.coordinateUncertaintyInMeters,
  minimumDepthInMeters: numberOf(record.minimumDepthInMeters),
  maximumDepthInMeters: numberOf(record.maximumDepthInMeters),
  bathymetryInMeters: record.bathymetryInMeters,
  shoreDistanceInMeters: record.shoreDistanceInMeters,
  eventDateStart: interpretation.eventDateStart,
  eventDateEnd: interpretation.eventDateEnd,
  eventDatePrecision: interpretation.eventDatePrecision,
  flags: interpretation.flags,
  absence: interpretation.absence,
  dropped: interpretation.dropped,
  occurrenceID: record.occurrenceID,
  institutionCode: record.institutionCode,
  collectionCode: record.collectionCode,
  catalogNumber: record.catalogNumber,
  verbatimScientificName: record.verbatimScientificName,
  basisOfRecord: record.basisOfRecord,
  occurrenceStatus: record.occurrenceStatus,
  locality: record.locality,
  eventDate: record.eventDate,
  individualCount: record.individualCount,
  sex: record.sex,
  lifeStage: record.lifeStage,
  recordedBy: record.recordedBy,
  license: record.license,
});

function checkOne(staged: StagedRecord, nowMs: number): AcceptedRecord | RejectedRecord {
  const { ordinal, rawJson, hashedJson, mapped, ladder } = staged;
  if (!mapped || !ladder) {
    const reasons = [staged.unreadable ?? 'NOT_A_RECORD'];
    const nameless = { providerRecordId: null, datasetKey: null, recordKeys: [] };
    return { ordinal, ...nameless, isIdentified: false, reasons, sourceJson: rawJson };
  }
  const { record } = mapped;
  const { providerRecordId, datasetKey, taxon } = record;
  const reasons = [...(mapped.rejections ?? []), ...findRejections(record)];
  if (reasons.length > 0 || datasetKey === null) {
    const recordKeys = lastingKeys(ladder);
    // What stands in the wrong columns may be another record's id.
    const isSure = !reasons.includes('COLUMNS_MISPLACED');
    const hasName = recordKeys.length > 0 || (providerRecordId !== null && staged.hasLastingId);
    const identity = { providerRecordId, datasetKey, recordKeys, isIdentified: isSure && hasName };
    return { ordinal, ...identity, reasons, sourceJson: rawJson };
  }
  const interpretation = interpret(record, nowMs);
  const fields = fieldsOf(record, interpretation);
  const contentHash = hashContent(fields, hashedJson);
  const { flags } = interpretation;
  return {
    ordinal,
    datasetKey,
    providerRecordId,
    ladder,
    fields,
    flags,
    rawJson,
    contentHash,
    taxon,
  };
}

/** Runs the checks over staged records: each is accepted with its flags or rejected with its reasons. */
export function checkRecords(staged: StagedRecord[], nowMs: number): CheckedSlice {
  const accepted: AcceptedRecord[] = [];
  const rejected: RejectedRecord[] = [];
  const tally = emptyTally();
  for (const item of staged) {
    tally.read += 1;
    if (item.wasCleaned) countName(tally.drift, 'value:unstorable-character');
    for (const name of item.mapped?.drift ?? []) countName(tally.drift, name);
    const checked = checkOne(item, nowMs);
    if ('reasons' in checked) {
      rejected.push(checked);
      tally.rejected += 1;
      for (const reason of checked.reasons) countName(tally.reasons, reason);
    } else {
      accepted.push(checked);
      for (const flag of checked.flags) countName(tally.flags, flag);
    }
  }
  return { accepted, rejected, tally };
}

/** Slices that were checked one after another, as one. */
export function joinChecked(parts: readonly CheckedSlice[]): CheckedSlice {
  return {
    accepted: parts.flatMap(({ accepted }) => accepted),
    rejected: parts.flatMap(({ rejected }) => rejected),
    tally: parts.map(({ tally }) => tally).reduce(addTallies, emptyTally()),
  };
}
