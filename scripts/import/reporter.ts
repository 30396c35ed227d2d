import { SingleBar } from 'cli-progress';
import type { AskedWithdrawal, Run, Tally } from '../../src/plugins/importer/contract/run';

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

interface ReporterOptions {
  /** The result as JSON on `output`, and nothing else there. */
  isJson: boolean;
  output: Output;
  /** Where progress and remarks go when `output` must stay clean. */
  log: Output & NodeJS.WritableStream;
}

const LINE_EVERY_MS = 5000;
const OUTCOMES = ['inserted', 'updated', 'unchanged', 'rejected', 'repeated'] as const;
const ENDINGS: Record<Run['state'], string> = {
  queued: 'is waiting',
  running: 'is running',
  paused: 'was interrupted and can go on',
  succeeded: 'succeeded',
  partial: 'is partial: some records are missing',
  failed: 'failed',
  cancelled: 'was cancelled',
};

const number = (value: number) => value.toLocaleString('en');
const outcomesOf = (tally: Tally) =>
  OUTCOMES.map((outcome) => `${number(tally[outcome])} ${outcome}`).join(', ');

function countsOf(title: string, counts: Record<string, number>): string[] {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return [];
  return [`${title}:`, ...entries.map(([name, count]) => `  ${name} ${number(count)}`)];
}

const endingOf = ({ state, askedWithdrawals }: Run) =>
  state === 'paused' && askedWithdrawals.length > 0 ? 'waits for you' : ENDINGS[state];

const toldOf = ({ datasetKey, records, stored, unread = 0, examples = [] }: AskedWithdrawal) => [
  `  ${number(records)} of ${number(stored)} records of dataset ${datasetKey}`,
  ...(unread > 0 ? [`    ${number(unread)} could not be read, and may be some of them`] : []),
  ...(examples.length > 0 ? [`    such as ${examples.slice(0, 3).join(', ')}`] : []),
];

/** What a run withdraws, and what it waits for. */
function withdrawnBy({ mode, tally, withdrawals, askedWithdrawals }: Run): string[] {
  const isDry = mode === 'dry-run';
  const made = `${number(tally.withdrawn)} ${isDry ? 'would be withdrawn' : 'withdrawn'}`;
  const asks = isDry
    ? 'An import would stop and ask whether it may withdraw:'
    : 'It asks whether it may withdraw what the provider has no more:';
  const how = 'Add --accept-withdrawals to the same command, or cancel the run.';
  return [
    ...(tally.withdrawn > 0 ? [made, ...withdrawals.flatMap(toldOf)] : []),
    ...(askedWithdrawals.length > 0 ? [asks, ...askedWithdrawals.flatMap(toldOf)] : []),
    ...(askedWithdrawals.length > 0 && !isDry ? [how] : []),
  ];
}

function summaryOf(run: Run): string[] {
  const { tally, warnings, error } = run;
  return [
    `Import ${run.id} from ${run.source} ${endingOf(run)}.`,
    ...(error ? [`  ${error.detail}`] : []),
    `${number(tally.read)} read = ${outcomesOf(tally)}`,
    ...withdrawnBy(run),
    ...countsOf('Rejected because of', tally.reasons),
    ...countsOf('Flags', tally.flags),
    ...countsOf('Not expected from the provider', tally.drift),
    ...warnings.map(
      ({ detail, count }) => `Warning: ${detail}${count > 1 ? ` (${count} times)` : ''}`,
    ),
  ];
}

const toJson = ({ tally, ...run }: Run) => JSON.stringify({ ...run, ...tally });

/** Shows how a run goes: a bar on a terminal, a line now and then elsewhere, and a summary. */
export function createReporter({ isJson, output, log }: ReporterOptions) {
  let bar: SingleBar | null = null;
  let lastLineMs = 0;

  function startBar(run: Run): SingleBar {
    const format = '{bar} {percentage}% | {value}/{total} | {rate}/s | {eta_formatted} left';
    const made = new SingleBar({ format, stream: log, hideCursor: true, etaBuffer: 20 });
    made.start(run.expected ?? run.tally.read, run.tally.read, { rate: '-' });
    return made;
  }

  let first: { atMs: number; read: number } | null = null;

  function rateOf(run: Run): string {
    first ??= { atMs: Date.now(), read: run.tally.read };
    const seconds = (Date.now() - first.atMs) / 1000;
    return seconds < 1 ? '-' : number(Math.round((run.tally.read - first.read) / seconds));
  }

  return {
    say(line: string): void {
      log.write(`${line}\n`);
    },
    progress(run: Run): void {
      const rate = rateOf(run);
      if (log.isTTY) {
        bar ??= startBar(run);
        bar.setTotal(Math.max(run.expected ?? 0, run.tally.read));
        bar.update(run.tally.read, { rate });
      } else if (Date.now() - lastLineMs >= LINE_EVERY_MS) {
        lastLineMs = Date.now();
        const of = run.expected === null ? '' : ` of ${number(run.expected)}`;
        log.write(`${number(run.tally.read)}${of} read, ${rate}/s: ${outcomesOf(run.tally)}\n`);
      }
    },
    finish(run: Run): void {
      bar?.stop();
      bar = null;
      output.write(isJson ? `${toJson(run)}\n` : `${summaryOf(run).join('\n')}\n`);
    },
    /** Gives the terminal back, however the run ended. */
    close(): void {
      bar?.stop();
    },
  };
}
