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
  });

export const modeNotSupported = (source: string, mode: string) =>
  new Problem({
    type: 'validation-failed',
    code: 'mode-not-supported',
    detail: `${source} cannot tell what has changed: there is no ${mode} import from it.`,
  });

export const noSuchRun = () =>
  new Problem({ type: 'not-found', detail: 'There is no such import.' });

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
