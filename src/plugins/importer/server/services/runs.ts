import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { parseInput, parsePart } from '../../../../lib/parse-input';
import { runRequest, type RunRequest } from '../../contract/run-request';
import type { ImportRuns, Run, StartOptions } from '../../contract/run';
import { canonicalJson } from '../domain/storable-json';
import {
  alreadyQueued,
  INPUT_CHANGED,
  modeNotSupported,
  noSuchRun,
  nothingToResume,
  supersededBy,
  unknownSource,
} from '../errors';
import type { RunRepository } from '../repositories/runs';
import type { RunSignals } from '../repositories/run-signals';
import type { RunExecution } from './run-execution';
import type { RunKind } from './run-kinds';
import { takeSourceLease, type LeaseDependencies } from './source-lease';

export interface RunDependencies {
  db: Knex;
  /** What can be run, by name. */
  kinds: Record<string, RunKind>;
  runs: RunRepository & RunSignals;
  execute: RunExecution;
  lease: Omit<LeaseDependencies, 'db'>;
}

const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

/**
 * Two runs with equal keys ask the same question, however large the pages they ask for. A run is
 * continued by one of its own mode; an incremental one begins where any of the question began.
 */
function keysOf(mode: string, { pageSize: _size, ...question }: Record<string, unknown>) {
  return { parametersKey: hashOf({ mode, question }), questionKey: hashOf(question) };
}

type Request = ReturnType<typeof runRequest.parse>;

/** The service `runs`, and what of it only the importer itself uses. */
export interface RunsService extends ImportRuns {
  /** Makes a queued run. @throws Problem when it is wrong, or when the same one has not ended yet. */
  prepare(trx: Knex, request: RunRequest): Promise<Run>;
  /** @throws Problem when a request cannot be understood. */
  check(request: RunRequest): void;
}

/** Runs of imports: one at a time a source, resumed where they were interrupted, ended with a sum. */
export function createRunsService(dependencies: RunDependencies): RunsService {
  const { db, runs, kinds, execute } = dependencies;

  function understand(given: RunRequest): { request: Request; kind: RunKind } {
    const request = parseInput(runRequest, given, 'body');
    const kind = kinds[request.source];
    if (!kind) throw unknownSource(request.source, Object.keys(kinds));
    const isSupported = {
      full: true,
      incremental: kind.changedSince !== undefined || kind.hasRegistry === true,
      'dry-run': kind.canRehearse,
    }[request.mode];
    if (!isSupported) throw modeNotSupported(kind.name, request.mode);
    const parameters = parsePart('/parameters', () => kind.parseParameters(request.parameters));
    return { kind, request: { ...request, parameters } };
  }

  /** What an incremental run asks: all of it the first time, later what may have changed since. */
  async function narrowed(
    trx: Knex,
    { mode, parameters }: Request,
    { kind, questionKey }: { kind: RunKind; questionKey: string },
  ): Promise<Record<string, unknown>> {
    if (mode !== 'incremental') return parameters;
    const since = await runs.findBaseline(trx, kind.name, questionKey);
    return (since && kind.changedSince?.(parameters, since)) ?? parameters;
  }

  async function create(
    trx: Knex,
    request: Request,
    { kind, state }: { kind: RunKind; state: 'running' | 'queued' },
  ): Promise<Run> {
    const { source, mode, profile = null, isScheduled } = request;
    const keys = keysOf(mode, request.parameters);
    const { questionKey } = keys;
    const parameters = await narrowed(trx, request, { kind, questionKey });
    return runs.create(trx, { source, mode, profile, parameters, ...keys, state, isScheduled });
  }

  async function findOrCreate(
    request: Request,
    kind: RunKind,
    { confirmWithdrawals = false }: Pick<StartOptions, 'confirmWithdrawals'>,
  ): Promise<Run> {
    const { source, mode, resume } = request;
    const { parametersKey } = keysOf(mode, request.parameters);
    await runs.pauseAbandoned(db, source);
    const newest = await runs.findNewest(db, source, parametersKey);
    const canGoOn =
      newest?.state === 'paused' ||
      (resume && (newest?.state === 'failed' || newest?.state === 'cancelled')) ||
      newest?.state === 'queued';
    if (newest && canGoOn) {
      if (confirmWithdrawals) await runs.confirmWithdrawals(db, newest.id);
      return goOn(confirmWithdrawals ? await existing(newest.id) : newest);
    }
    if (resume) throw nothingToResume(source);
    return create(db, request, { kind, state: 'running' });
  }

  /** @returns the run, under way; or as it ended, where somebody cancelled it at this moment. */
  async function goOn(run: Run): Promise<Run> {
    const isStarted = await runs.setRunning(db, run.id, run.state);
    return isStarted ? { ...run, state: 'running', error: null } : existing(run.id);
  }

  /** Ends a run whose question was answered while it waited. @returns it as it ended, if so. */
  async function endSuperseded(run: Run): Promise<Run | null> {
    const successor = await runs.findSuccessor(db, run.id);
    if (successor === null) return null;
    const { code, message: detail } = supersededBy(successor);
    await runs.finish(db, run.id, { ...run, state: 'failed', error: { code, detail }, last: null });
    return existing(run.id);
  }

  async function underLease(
    kind: RunKind,
    options: Pick<StartOptions, 'maxPages' | 'signal' | 'onProgress'>,
    choose: () => Promise<Run>,
  ): Promise<Run> {
    const lease = await takeSourceLease(kind.name, { ...dependencies.lease, db });
    try {
      const run = await choose();
      // It was over already, or somebody cancelled it before it began.
      if (run.state !== 'running') return run;
      options.onProgress?.(run);
      return await execute(run, kind, { lease, options });
    } finally {
      await lease.release();
    }
  }

  async function existing(id: number): Promise<Run> {
    const run = await runs.find(db, id);
    if (!run) throw noSuchRun();
    return run;
  }

  return {
    async start(options) {
      const { request, kind } = understand(withoutCallbacks(options));
      const attempt = (resume: boolean) =>
        underLease(kind, options, () => findOrCreate({ ...request, resume }, kind, options));
      const run = await attempt(request.resume);
      // What was interrupted cannot go on, and says so: the same question is then a new run.
      return run.error?.code === INPUT_CHANGED ? attempt(false) : run;
    },

    async prepare(trx, given) {
      const { request, kind } = understand(given);
      const { parametersKey } = keysOf(request.mode, request.parameters);
      const newest = await runs.findNewest(trx, kind.name, parametersKey);
      if (newest && ['queued', 'running', 'paused'].includes(newest.state)) {
        throw alreadyQueued(newest.id);
      }
      return create(trx, request, { kind, state: 'queued' });
    },

    async execute(id, options) {
      const { source, state } = await existing(id);
      const kind = kinds[source];
      if (!kind) throw unknownSource(source, Object.keys(kinds));
      if (!['queued', 'running', 'paused'].includes(state)) return existing(id);
      return underLease(kind, options, async () => {
        await runs.pauseAbandoned(db, source);
        const run = await existing(id);
        if (run.state !== 'queued' && run.state !== 'paused') return run;
        return (await endSuperseded(run)) ?? goOn(run);
      });
    },

    check: (request) => void understand(request),

    find: (id) => runs.find(db, id),
  };
}

/** The part of the options that came from outside. */
function withoutCallbacks(options: StartOptions): RunRequest {
  const { source, mode, profile, parameters, maxPages, resume } = options;
  return { source, mode, profile, parameters, maxPages, resume };
}
