import { AUDIENCES } from '../../access/content';
import type {
  DocumentRule,
  EntryFault,
  PlannedEntry,
} from '../../lib/document-rules/document-rules';

/** A moment as Strapi has it (a Date) or as it is sent (a text); undefined when it is none. */
function momentOf(value: unknown): number | undefined {
  if (!(value instanceof Date) && typeof value !== 'string') return undefined;
  const milliseconds = new Date(value).getTime();
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function timeFaults({ startsAt, endsAt }: PlannedEntry): EntryFault[] {
  const [start, end] = [momentOf(startsAt), momentOf(endsAt)];
  if (start === undefined || end === undefined || end > start) return [];
  return [{ path: ['endsAt'], message: 'An event ends after it has started.' }];
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

function positionFaults({ decimalLatitude, decimalLongitude }: PlannedEntry): EntryFault[] {
  if (isGiven(decimalLatitude) === isGiven(decimalLongitude)) return [];
  const missing = isGiven(decimalLatitude) ? 'decimalLongitude' : 'decimalLatitude';
  return [{ path: [missing], message: 'Give both latitude and longitude, or neither.' }];
}

function audienceFaults({ audience }: PlannedEntry): EntryFault[] {
  if (!isGiven(audience)) return [];
  const known: readonly unknown[] = AUDIENCES;
  const isList =
    Array.isArray(audience) &&
    audience.length > 0 &&
    new Set(audience).size === audience.length &&
    audience.every((one) => known.includes(one));
  if (isList) return [];
  const message = `Name each audience once: ${AUDIENCES.join(', ')}.`;
  return [{ path: ['audience'], message }];
}

/** What an event must keep to beyond what each of its attributes must. A draft may leave things out. */
export const checkEvent = (entry: PlannedEntry): EntryFault[] => [
  ...timeFaults(entry),
  ...positionFaults(entry),
  ...audienceFaults(entry),
];

export const eventRule: DocumentRule = {
  uid: 'api::event.event',
  relations: {},
  check: checkEvent,
};
