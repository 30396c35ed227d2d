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

/** The same for whatever is wrong with a sign-in by password. */
export const invalidCredentials = () =>
  new Problem({
    type: 'invalid-credentials',
    detail: 'These credentials are not valid.',
  });

/** The same for a link that is unknown, used, too old, or of an account that changed since. */
export const invalidLink = () =>
  new Problem({
    type: 'invalid-code',
    detail: 'This link is not valid any more. Ask for a new one.',
  });

export const currentPasswordMissing = () =>
  passwordRefused([
    {
      pointer: '/currentPassword',
      code: 'required',
      message: 'Give the current password too.',
    },
  ]);

export const currentPasswordWrong = () =>
  passwordRefused([
    {
      pointer: '/currentPassword',
      code: 'password-wrong',
      message: 'This is not the current password.',
    },
  ]);

export const passwordUnchanged = () =>
  passwordRefused([
    {
      pointer: '/newPassword',
      code: 'password-unchanged',
      message: 'This is the current password.',
    },
  ]);

export const emailUnchanged = () =>
  passwordRefused([
    {
      pointer: '/email',
      code: 'email-unchanged',
      message: 'This is the address of the account already.',
    },
  ]);

/** Says nothing about who has the address. */
export const emailChangeImpossible = () =>
  new Problem({
    type: 'conflict',
    detail: 'The address of this account cannot be changed to this one.',
  });

/** Somebody changed the account between the look and the change. */
export const accountChangedMeanwhile = () =>
  new Problem({
    type: 'conflict',
    code: 'account-changed',
    detail: 'The account was changed at this moment. Sign in again.',
  });
