import {
  fromInstants,
  parseDateParts,
  parseEventDate,
  type EventRange,
} from '../domain/event-date';
import type { Interpretation, ProviderOccurrence } from '../domain/occurrence';
import { isAbsence } from './absence';
import type { Check, CheckSubject } from './check';
import { checkCoordinates } from './coordinates';
import { checkDates } from './dates';
import { checkDepth } from './depth';
import { checkPlace } from './place';
import { checkTaxonomy } from './taxonomy';

const CHECKS: readonly Check[] = [
  checkCoordinates,
  checkDepth,
  checkDates,
  checkPlace,
  checkTaxonomy,
];

/** The flags that take a record out of the public set. */
const DROPPING_FLAGS = ['ZERO_COORD', 'NO_MATCH', 'NOT_MARINE'];

function readEventRange({
  eventDate,
  dateParts,
  providerDates,
}: ProviderOccurrence): EventRange | null {
  const read = eventDate === null ? parseDateParts(dateParts) : parseEventDate(eventDate);
  if (read) return read;
  const { startMs, endMs } = providerDates;
  return startMs === null ? null : fromInstants(startMs, endMs ?? startMs);
}

function flagsOf(subject: CheckSubject): string[] {
  const flags = new Set(subject.record.providerFlags);
  for (const check of CHECKS) {
    const verdicts = check(subject);
    for (const flag in verdicts) {
      if (verdicts[flag] === true) flags.add(flag);
      if (verdicts[flag] === false) flags.delete(flag);
    }
  }
  return [...flags].sort();
}

function instantsOf(
  range: EventRange | null,
): Pick<Interpretation, 'eventDateStart' | 'eventDateEnd'> {
  if (!range) return { eventDateStart: null, eventDateEnd: null };
  const eventDateStart = new Date(range.startMs).toISOString();
  // Most dates are an instant, whose text is made once.
  const isInstant = range.endMs === range.startMs;
  return {
    eventDateStart,
    eventDateEnd: isInstant ? eventDateStart : new Date(range.endMs).toISOString(),
  };
}

/** Runs every check on a record and says what they conclude together. The record stays as it is. */
export function interpret(record: ProviderOccurrence, nowMs: number): Interpretation {
  const eventRange = readEventRange(record);
  const flags = flagsOf({ record, eventRange, nowMs });
  return {
    ...instantsOf(eventRange),
    eventDatePrecision: eventRange?.precision ?? null,
    flags,
    absence: isAbsence(record),
    dropped: record.providerDropped || DROPPING_FLAGS.some((flag) => flags.includes(flag)),
  };
}
