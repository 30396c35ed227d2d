import { Problem } from '../../../../lib/problem';

/** The same for a wrong, dead, used and expired secret, and for an account that may not sign in. */
export const invalidCode = (): Problem =>
  new Problem({
    type: 'invalid-code',
    detail: 'This link or code is not valid, or not any more. Ask for a new one.',
  });

/** Another browser than the one that asked opened the link: a person has to say that it was them. */
export const confirmationRequired = (asked: {
  requestedAt: string;
  requestedFrom: string;
}): Problem =>
  new Problem({
    type: 'confirmation-required',
    detail:
      'This link was asked for in another browser. Show when and where, and send it again with confirm.',
    extensions: asked,
  });

/** Says nothing about the address it came with: a name is taken whoever asks. */
export const usernameTaken = (): Problem => {
  const message = 'is taken; choose another';
  return new Problem({
    type: 'validation-failed',
    detail: `/username: ${message}`,
    faults: [{ pointer: '/username', code: 'taken', message }],
  });
};
