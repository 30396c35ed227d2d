import type { AskedWithdrawal, ImportRuns, Run } from '../../contract/run';
import { carryOutJob } from './run-job';

const ASKED: AskedWithdrawal[] = [{ datasetKey: 'reef', records: 10, stored: 40 }];
const LONG_MS = 60_000;

class Back extends Error {}

/** A run that ends like this, carried out as a job. */
function carriedOut(end: Partial<Run>, signal: AbortSignal): Promise<void> {
  // The job reads no more of a run than the test says of it.
  const runs = {
    execute: () => Promise.resolve({ mode: 'full', ...end }),
  } as unknown as ImportRuns;
  return carryOutJob(runs, 1, { signal, longestMs: LONG_MS, comeBack: () => new Back() });
}

const going = new AbortController().signal;
const stopped = AbortSignal.abort();

it('leaves a run alone that asks whether it may withdraw records', async () => {
  await carriedOut({ state: 'paused', askedWithdrawals: ASKED }, going);
});

it('comes back to a run that was stopped, also when it has asked about a dataset already', async () => {
  const half = { state: 'paused', askedWithdrawals: ASKED } as const;
  await expect(carriedOut(half, stopped)).rejects.toThrow(Back);
  await expect(carriedOut({ ...half, askedWithdrawals: [] }, stopped)).rejects.toThrow(Back);
});

it('has done its work when the run has ended, however late', async () => {
  await carriedOut({ state: 'succeeded', askedWithdrawals: [] }, stopped);
});
