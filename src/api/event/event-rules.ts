import { audienceFault } from '../../access/check-audience';
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

function audienceFaults({ audience }: PlannedEntry, isDraft: boolean): EntryFault[] {
  const message = audienceFault(audience, !isDraft);
  return message === undefined ? [] : [{ path: ['audience'], message }];
}

/** What an event must keep to beyond what each of its attributes must. A draft may leave things out. */
export const eventRule: DocumentRule = {
  uid: 'api::event.event',
  relations: {},
  check: (entry, { isDraft }) => [
    ...timeFaults(entry),
    ...positionFaults(entry),
    ...audienceFaults(entry, isDraft),
  ],
};
