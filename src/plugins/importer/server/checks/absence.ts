import { readNumber } from '../domain/read-value';
import type { ProviderOccurrence } from '../domain/occurrence';

/** Whether the record says that the species was looked for and not there. Not a flag: its own kind. */
export function isAbsence(record: ProviderOccurrence): boolean {
  const status = record.occurrenceStatus?.toLowerCase();
  return record.providerAbsence || status === 'absent' || readNumber(record.individualCount) === 0;
}
