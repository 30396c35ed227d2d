import { Problem } from './problem';

/** For what is not there, and for what the caller may not know is: also where a body names it. */
export const notFound = (named?: { pointer: string; message: string }) =>
  new Problem({
    type: 'not-found',
    detail: named?.message ?? 'There is nothing at this address, or you may not see it.',
    faults: named ? [{ ...named, code: 'unknown' }] : [],
  });

/** For what the caller may see and not change. */
export const forbidden = (detail: string) => new Problem({ type: 'forbidden', detail });

interface BodyFault {
  /** Where in the body. */
  pointer: string;
  code: string;
  message: string;
}

/** For a body of the right form that says something wrong. */
export const wrongAt = (fault: BodyFault) =>
  new Problem({ type: 'validation-failed', detail: fault.message, faults: [fault] });
