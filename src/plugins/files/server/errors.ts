import { Problem } from '../../../lib/problem';

const MEGABYTE = 1024 * 1024;

/** One file of an upload that is not taken, by its place in the form. */
export interface RefusedFile {
  index: number;
  code: 'unsupported-content' | 'infected' | 'empty-file';
  message: string;
}

export function refusedFiles(refused: readonly [RefusedFile, ...RefusedFile[]]): Problem {
  return new Problem({
    type: 'validation-failed',
    code: refused[0].code,
    detail: refused.map(({ message }) => message).join(' '),
    faults: refused.map(({ index, code, message }) => ({
      pointer: `/files/${index}`,
      code,
      message,
    })),
  });
}

export const noFile = () =>
  new Problem({
    type: 'validation-failed',
    detail: 'Send at least one file, as `files`.',
    faults: [{ pointer: '/files', code: 'required', message: 'Send at least one file.' }],
  });

export const notAForm = () =>
  new Problem({
    type: 'unsupported-media-type',
    detail: 'Send files as multipart/form-data.',
  });

export const quotaExceeded = (quotaBytes: number) =>
  new Problem({
    type: 'insufficient-storage',
    code: 'quota-exceeded',
    detail: `You may keep ${Math.floor(quotaBytes / MEGABYTE)} MB. Delete uploads that you do not need.`,
  });

export const storeUnavailable = () =>
  new Problem({
    type: 'dependency-unavailable',
    detail: 'Files cannot be stored right now. Try again in a moment.',
    retryAfterSeconds: 5,
  });

export const scannerUnavailable = () =>
  new Problem({
    type: 'dependency-unavailable',
    detail: 'Files cannot be looked at for viruses right now. Try again in a moment.',
    retryAfterSeconds: 5,
  });

export const tooManyUploads = () =>
  new Problem({
    type: 'overloaded',
    detail: 'Too many files are being looked at. Try again in a moment.',
    retryAfterSeconds: 5,
  });

export const clientLeft = () =>
  new Problem({ type: 'malformed-body', detail: 'The client left before its files were stored.' });

export const accountGone = () =>
  new Problem({ type: 'unauthenticated', detail: 'This account is gone.' });

export const notSignedIn = () =>
  new Problem({ type: 'unauthenticated', detail: 'Sign in before you send files.' });

export const noSuchUpload = () =>
  new Problem({ type: 'not-found', detail: 'You have no upload of this id.' });

export const fileInUse = () =>
  new Problem({
    type: 'conflict',
    code: 'file-in-use',
    detail: 'Something shows this file. Take it away there first.',
  });

export const unknownFile = (pointer: string) =>
  new Problem({
    type: 'validation-failed',
    code: 'unknown-file',
    detail: 'There is no upload of yours with this id.',
    faults: [
      { pointer, code: 'unknown-file', message: 'There is no upload of yours with this id.' },
    ],
  });

export const wrongKind = (pointer: string) =>
  new Problem({
    type: 'validation-failed',
    code: 'wrong-kind',
    detail: 'This must be an image.',
    faults: [{ pointer, code: 'wrong-kind', message: 'This must be an image.' }],
  });

export const badLink = () =>
  new Problem({
    type: 'forbidden',
    code: 'invalid-link',
    detail: 'This link is over or was changed. Read the entry again for a new one.',
  });

export const noSuchFile = () =>
  new Problem({ type: 'not-found', detail: 'There is no such file.' });
