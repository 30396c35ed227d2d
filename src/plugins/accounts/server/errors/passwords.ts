import { Problem, type InputFault } from '../../../../lib/problem';

const BUSY_RETRY_SECONDS = 5;

/** Every fault of a new password at once. */
export const passwordRefused = (faults: InputFault[]) =>
  new Problem({
    type: 'validation-failed',
    detail: faults.map(({ message }) => message).join(' '),
    faults,
  });

/** More passwords wait to be hashed or checked than can be soon. */
export const tooManyPasswordChecks = () =>
  new Problem({
    type: 'overloaded',
    detail: 'Too many people sign in at this moment. Try again soon.',
    retryAfterSeconds: BUSY_RETRY_SECONDS,
  });
