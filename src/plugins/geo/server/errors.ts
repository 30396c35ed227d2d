import { Problem } from '../../../lib/problem';

export const unknownCollection = (): Problem =>
  new Problem({ type: 'not-found', detail: 'There is no collection of this name.' });

export const foreignCursor = (): Problem => {
  const message = 'is not a cursor of this question; start again without it';
  return new Problem({
    type: 'invalid-query',
    detail: `cursor: ${message}`,
    faults: [{ parameter: 'cursor', code: 'foreign-cursor', message }],
  });
};

/** Stops the boot: a faulty database is told once, with what to do about it. */
export const unsuitableDatabase = (fault: string, cause?: unknown): Error =>
  new Error(`The database cannot hold positions: ${fault}`, { cause });
