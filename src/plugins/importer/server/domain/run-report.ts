import type { Run } from '../../contract/run';

/** A provider's words may be long; the run itself shows all of them. */
const MAX_CHARACTERS = 500;
const MAX_NAMED = 10;

const ENDINGS: Partial<Record<Run['state'], string>> = {
  succeeded: 'succeeded, and met something unexpected',
  partial: 'is partial: some records are missing',
  failed: 'failed',
  paused: 'waits for you',
};

const number = (value: number) => value.toLocaleString('en');

const cut = (text: string) =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)} ...`;

/** The first of a list, and how many more there are; `undefined` for none. */
function listed(items: string[]): string | undefined {
  if (items.length === 0) return undefined;
  const more = items.length - MAX_NAMED;
  const named = items.slice(0, MAX_NAMED).join('; ');
  return cut(more > 0 ? `${named}; and ${number(more)} more` : named);
}

/** Whether somebody should look at a run that nobody watches: it misses something, or asks. */
export function needsLook({ state, isScheduled, askedWithdrawals, tally }: Run): boolean {
  if (!isScheduled) return false;
  if (state === 'failed' || state === 'partial') return true;
  if (state === 'paused') return askedWithdrawals.length > 0;
  return state === 'succeeded' && Object.keys(tally.drift).length > 0;
}

/** What a paused run asks, in words. */
export function describeAsked({ askedWithdrawals }: Run): string | undefined {
  return listed(
    askedWithdrawals.map(
      ({ datasetKey, records, stored }) =>
        `${number(records)} of ${number(stored)} records of dataset ${datasetKey}`,
    ),
  );
}

/** A run in the words of its report. */
export function reportValues(run: Run): Record<string, string | undefined> {
  const { id, source, mode, state, tally, warnings, error } = run;
  const outcomes = [
    'inserted',
    'updated',
    'unchanged',
    'rejected',
    'repeated',
    'withdrawn',
  ] as const;
  const counts = outcomes.map((outcome) => `${number(tally[outcome])} ${outcome}`).join(', ');
  return {
    id: String(id),
    source,
    mode,
    ending: ENDINGS[state] ?? `is ${state}`,
    error: error ? cut(error.detail) : undefined,
    asked: describeAsked(run),
    counts: `${number(tally.read)} read: ${counts}.`,
    warnings: listed(warnings.map(({ detail, count }) => `${detail} (${number(count)})`)),
    drift: listed(Object.entries(tally.drift).map(([name, count]) => `${name} (${number(count)})`)),
  };
}
