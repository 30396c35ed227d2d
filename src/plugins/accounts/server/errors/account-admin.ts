import { Problem } from '../../../../lib/problem';

export const unknownAccount = () =>
  new Problem({ type: 'not-found', detail: 'There is no account with this id.' });

export const unknownSession = () =>
  new Problem({
    type: 'not-found',
    detail: 'This account has no such session, or it has ended already.',
  });

export const alreadySuspended = () =>
  new Problem({
    type: 'conflict',
    code: 'already-suspended',
    detail: 'This account is suspended already.',
  });

export const notSuspended = () =>
  new Problem({
    type: 'conflict',
    code: 'not-suspended',
    detail: 'This account is not suspended.',
  });

export const nothingToVerify = () =>
  new Problem({
    type: 'conflict',
    code: 'nothing-to-verify',
    detail: 'Only an account whose address is not proven yet can be sent this mail.',
  });

export const unknownRole = () =>
  new Problem({
    type: 'validation-failed',
    detail: 'There is no such role, or nobody can be given it.',
    faults: [{ pointer: '/role', code: 'unknown', message: 'There is no such role.' }],
  });
