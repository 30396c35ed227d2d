import { Problem } from '../../../lib/problem';

/** A provider that could not be asked to the end. The run that asked it is `failed`. */
export class SourceFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = 'SourceFailure';
  }
}

/** PostgreSQL crashed and has forgotten what a run wrote last: it may not go on from there. */
export class CheckpointLost extends Error {
  constructor(runId: number) {
    super(`The database does not hold what import ${runId} wrote last: resume it from where it is`);
    this.name = 'CheckpointLost';
  }
}

/** A run that was interrupted cannot go on: its file is another one now. */
export const INPUT_CHANGED = 'input-changed';

export const sourceFailed = (code: string, detail: string, cause: unknown) =>
  new SourceFailure(code, detail, cause);

/** Somebody else imports from this source now. */
export const importBusy = (source: string, holder: { host: string; pid: number }) =>
  new Problem({
    type: 'conflict',
    code: 'import-running',
    detail: `An import from ${source} is already running (process ${holder.pid} on ${holder.host}).`,
  });

/** The lease went to another process while this one was away: nothing more may be written here. */
export const leaseLost = (source: string) =>
  new Problem({
    type: 'conflict',
    code: 'import-lease-lost',
    detail: `Another process has taken over the import from ${source}.`,
  });

export const unknownSource = (source: string, known: string[]) =>
  new Problem({
    type: 'validation-failed',
    code: 'unknown-source',
    detail: `There is no source "${source}". Known: ${known.join(', ')}.`,
    faults: [{ pointer: '/source', code: 'unknown', message: 'is no source' }],
  });

export const modeNotSupported = (source: string, mode: string) =>
  new Problem({
    type: 'validation-failed',
    code: 'mode-not-supported',
    detail: `${source} cannot tell what has changed: there is no ${mode} import from it.`,
    faults: [{ pointer: '/mode', code: 'not-supported', message: 'is nothing this source can do' }],
  });

export const noSuchRun = () =>
  new Problem({ type: 'not-found', detail: 'There is no such import.' });

export const noSuchProfile = (name: string) =>
  new Problem({
    type: 'validation-failed',
    code: 'unknown-profile',
    detail: `There is no import profile "${name}".`,
    faults: [{ pointer: '/profile', code: 'unknown', message: 'is no profile of this source' }],
  });

export const alreadyQueued = (id: number) =>
  new Problem({
    type: 'conflict',
    code: 'import-queued',
    detail: `Import ${id} asks the same and has not ended yet.`,
  });

export const cannotCancel = () =>
  new Problem({
    type: 'conflict',
    code: 'import-over',
    detail: 'This import has ended: there is nothing to cancel.',
  });

export const cannotResume = () =>
  new Problem({
    type: 'conflict',
    code: 'import-not-resumable',
    detail: 'Only an import that was interrupted, cancelled or failed can go on.',
  });

/** What it had met is forgotten: going on in the middle, it would take its first half as gone. */
export const supersededBy = (id: number) =>
  new Problem({
    type: 'conflict',
    code: 'import-not-resumable',
    detail: `Import ${id} asked the same later and ended well: this one cannot go on.`,
  });

export const confirmationNeeded = () =>
  new Problem({
    type: 'conflict',
    code: 'confirmation-needed',
    detail:
      'This import would withdraw more records than it may unasked (see `askedWithdrawals`). ' +
      'Resume it with `confirmWithdrawals`, or cancel it.',
  });

export const fullNotConfirmed = () =>
  new Problem({
    type: 'validation-failed',
    code: 'confirmation-missing',
    detail: 'A full import reads everything again, which takes hours: say `confirm: true`.',
    faults: [{ pointer: '/confirm', code: 'required', message: 'must be true for a full import' }],
  });

export const questionMissing = () =>
  new Problem({
    type: 'validation-failed',
    code: 'question-missing',
    detail: 'Say by `parameters` what to fetch, or by `all` that everything is meant.',
    faults: [{ pointer: '/parameters', code: 'required', message: 'leaves everything open' }],
  });

export const foreignCursor = () =>
  new Problem({
    type: 'invalid-query',
    detail: 'This cursor does not belong to this list. Begin anew without it.',
    faults: [{ parameter: 'cursor', code: 'invalid', message: 'does not belong to this list' }],
  });

export const nothingToResume = (source: string) =>
  new Problem({
    type: 'not-found',
    code: 'nothing-to-resume',
    detail: `No run of ${source} with these parameters can be resumed.`,
  });

export const targetsMissing = () =>
  new Error(
    'The importer has no targets: register them in the application (see contract/targets.ts)',
  );

/** The application's content types lack what an import writes. */
export const targetsIncomplete = (faults: string[]) =>
  new Error(`The targets of the importer do not fit:\n${faults.map((f) => `  - ${f}`).join('\n')}`);

export const noSuchLink = () =>
  new Problem({ type: 'not-found', detail: 'There is no such link between records.' });

export const linkIsDecided = (state: string) =>
  new Problem({
    type: 'conflict',
    code: 'link-decided',
    detail: `This link is ${state}: that cannot be done to it.`,
  });

export const alreadyLinked = (id: number) =>
  new Problem({
    type: 'conflict',
    code: 'already-linked',
    detail: `Link ${id} is confirmed and says that one of them is another record. Unlink it first.`,
  });

export const notOfThisLink = () =>
  new Problem({
    type: 'validation-failed',
    detail: 'The public record must be one of the two.',
    faults: [{ pointer: '/canonical', code: 'invalid', message: 'is none of the two records' }],
  });

/** An import is writing them: a matter of seconds. */
export const recordsBusy = () =>
  new Problem({
    type: 'conflict',
    code: 'records-busy',
    detail: 'An import is writing one of these records now. Try again in some seconds.',
  });
