import type { EventRange } from '../domain/event-date';
import type { ProviderOccurrence } from '../domain/occurrence';

/** What a check may look at: the record, the date it was read as, and the present moment. */
export interface CheckSubject {
  record: ProviderOccurrence;
  /** `null` when there is no date, or none that can be read. */
  eventRange: EventRange | null;
  nowMs: number;
}

/**
 * What a check concluded: true sets a flag, false says that it does not hold. A flag that is not
 * named was not decided (something it needs is missing), so the provider's own word on it stands.
 */
export type Verdicts = Readonly<Record<string, boolean | undefined>>;

/** A check is pure: record in, verdicts out. It never drops, changes, logs or fetches. */
export type Check = (subject: CheckSubject) => Verdicts;
