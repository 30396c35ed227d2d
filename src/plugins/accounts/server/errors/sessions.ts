import { Problem } from '../../../../lib/problem';

/** The same for every reason, so that nobody learns which of them it was. */
export const notSignedIn = (): Problem =>
  new Problem({
    type: 'unauthenticated',
    detail: 'The sign-in is missing, not valid or over. Refresh it or sign in again.',
  });

export const twoPeople = (): Problem =>
  new Problem({
    type: 'ambiguous-credentials',
    detail: 'The cookies and the Authorization header are not of one person. Send one of them.',
  });

export const foreignRequest = (): Problem =>
  new Problem({
    type: 'csrf-failed',
    detail: 'Pages of this origin may not act for signed-in people.',
  });

export const missingCsrfToken = (): Problem =>
  new Problem({
    type: 'csrf-failed',
    detail: 'X-CSRF-Token is missing or not of this session. GET /api/auth/csrf gives it.',
  });

export const unknownSession = (): Problem =>
  new Problem({ type: 'not-found', detail: 'You have no session of this id.' });

export const staleSignIn = (): Problem =>
  new Problem({
    type: 'reauthentication-required',
    detail: 'This needs a sign-in of the last five minutes.',
  });
