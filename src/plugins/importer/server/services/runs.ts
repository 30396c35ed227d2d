import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { parseInput } from '../../../../lib/parse-input';
import { runRequest, type RunRequest } from '../../contract/run-request';
import type { ImportRuns, Run, RunError, RunState, StartOptions } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { canonicalJson } from '../domain/storable-json';
import { assertBalanced } from '../domain/tally';
import { modeNotSupported, nothingToResume, SourceFailure, unknownSource } from '../errors';
import type { RunRecordRepository } from '../repositories/run-records';
import type { RunRepository } from '../repositories/runs';
import type { RunKind, RunSteps } from './run-kinds';
import { takeSourceLease, type LeaseDependencies, type SourceLease } from './source-lease';

export interface RunDependencies {
  db: Knex;
  /** What can be run, by name. */
  kinds: Record<string, RunKind>;
  runs: RunRepository;
  runRecords: RunRecordRepository;
  lease: Omit<LeaseDependencies, 'db'>;
}

interface Ending {
  state: RunState;
  error: RunError | null;
}

const NEVER = new AbortController().signal;

const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

/**
 * Two runs with equal keys ask the same question, however large the pages they ask for. A run is
 * continued by one of its own mode; an incremental one begins where any of the question began.
 */
function keysOf(mode: string, { pageSize: _size, ...question }: Record<string, unknown>) {
  return { parametersKey: hashOf({ mode, question }), questionKey: hashOf(question) };
}

const stateOf = ({ warnings }: Checkpoint): RunState =>
  warnings.some((warning) => warning.isLossy) ? 'partial' : 'succeeded';

/** Runs of imports: one at a time a source, resumed where they were interrupted, ended with a sum. */
export function createRunsService(dependencies: RunDependencies): ImportRuns {
  const { db, runs, runRecords, kinds } = dependencies;

  async function findOrCreate(request: ReturnType<typeof runRequest.parse>): Promise<Run> {
    const { source, mode, resume } = request;
    const keys = keysOf(mode, request.parameters);
    const { parametersKey } = keys;
    await runs.pauseAbandoned(db, source);
    const newest = await runs.findNewest(db, source, parametersKey);
    const canGoOn =
      newest?.state === 'paused' ||
      (resume && newest?.state === 'failed') ||
      newest?.state === 'queued';
    if (newest && canGoOn) {
      await runs.setRunning(db, newest.id);
      return { ...newest, state: 'running', error: null };
    }
    if (resume) throw nothingToResume(source);
    const parameters = await narrowed(request, keys.questionKey);
    return runs.create(db, { source, mode, parameters, ...keys });
  }

  /** What an incremental run asks: all of it the first time, later what may have changed since. */
  async function narrowed(
    { source: name, mode, parameters }: ReturnType<typeof runRequest.parse>,
    questionKey: string,
  ): Promise<Record<string, unknown>> {
    if (mode !== 'incremental') return parameters;
    const since = await runs.findBaseline(db, name, questionKey);
    const kind = kinds[name];
    return (since && kind?.changedSince?.(parameters, since)) ?? parameters;
  }

  async function finish(run: Run, end: Ending, lease: SourceLease): Promise<void> {
    await db.transaction(async (trx) => {
      await lease.confirm(trx, run.id);
      await runs.finish(trx, run.id, { ...end, warnings: run.warnings });
    });
    if (end.state !== 'succeeded' && end.state !== 'partial') return;
    for (const id of await runs.findSuperseded(db, run.id)) {
      while ((await runRecords.clearSeen(db, id)) > 0);
    }
  }

  async function carryOut(
    run: Run,
    kind: RunKind,
    { lease, options }: { lease: SourceLease; options: StartOptions },
  ): Promise<Run> {
    const signal = options.signal ?? NEVER;
    // When this ends, however it ends, a request that is still under way must not outlive it.
    const requests = new AbortController();
    const cancelRequests = () => requests.abort();
    signal.addEventListener('abort', cancelRequests, { once: true });
    if (signal.aborted) cancelRequests();
    let current = run;
    const take = (checkpoint: Checkpoint) => {
      current = { ...current, ...checkpoint };
    };
    const steps: RunSteps = {
      requestSignal: requests.signal,
      signal,
      maxPages: options.maxPages ?? null,
      commit: (work) =>
        db.transaction(async (trx) => {
          await lease.confirm(trx, run.id);
          const checkpoint = await work(trx);
          await runs.saveCheckpoint(trx, run.id, checkpoint);
          return checkpoint;
        }),
      onCheckpoint: (checkpoint) => {
        take(checkpoint);
        options.onProgress?.(current);
      },
    };
    let end: Ending;
    try {
      take(await kind.carryOut(run, steps));
      assertBalanced(current.tally);
      end = { state: signal.aborted ? 'paused' : stateOf(current), error: null };
    } catch (error) {
      if (signal.aborted) end = { state: 'paused', error: null };
      else if (error instanceof SourceFailure) {
        end = { state: 'failed', error: { code: error.code, detail: error.message } };
      } else {
        await finish(current, { state: 'failed', error: unexpected(error) }, lease);
        throw error;
      }
    } finally {
      signal.removeEventListener('abort', cancelRequests);
      cancelRequests();
    }
    await finish(current, end, lease);
    return { ...current, ...end };
  }

  return {
    async start(options) {
      const request = parseInput(runRequest, withoutCallbacks(options), 'body');
      const kind = kinds[request.source];
      if (!kind) throw unknownSource(request.source, Object.keys(kinds));
      if (request.mode === 'incremental' && !kind.changedSince) {
        throw modeNotSupported(kind.name, request.mode);
      }
      const parameters = kind.parseParameters(request.parameters);
      const lease = await takeSourceLease(kind.name, { ...dependencies.lease, db });
      try {
        const run = await findOrCreate({ ...request, parameters });
        options.onProgress?.(run);
        return await carryOut(run, kind, { lease, options });
      } finally {
        await lease.release();
      }
    },

    find: (id) => runs.find(db, id),
  };
}

/** The part of the options that came from outside. */
function withoutCallbacks(options: StartOptions): RunRequest {
  const { source, mode, parameters, maxPages, resume } = options;
  return { source, mode, parameters, maxPages, resume };
}

const unexpected = (error: unknown): RunError => ({
  code: 'unexpected',
  detail: error instanceof Error ? error.message : String(error),
});
