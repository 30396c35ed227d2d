import { Problem } from '../../../../lib/problem';

/** The account went away under a session that was alive a moment ago. */
export const accountGone = (): Problem =>
  new Problem({ type: 'unauthenticated', detail: 'This account does not exist any more.' });

export const changedMeanwhile = (): Problem =>
  new Problem({
    type: 'precondition-failed',
    detail: 'This account was changed since you read it. Read it again and send your change anew.',
  });
