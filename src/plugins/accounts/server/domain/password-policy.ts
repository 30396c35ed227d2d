import type { InputFault } from '../../../../lib/problem';
import { isLikeAccount, type AccountNames } from './account-likeness';
import { isCommonPassword } from './common-passwords';
import { isSequence } from './keyboard-sequence';
import { shortestUnit } from './repetition';

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;

export type PasswordFault = Pick<InputFault, 'code' | 'message'>;

/** Control characters, NUL among them, and halves of characters that no keyboard makes. */
const UNUSABLE = /[\p{Cc}\p{Cs}]/u;

const lengthOf = (text: string) => [...text].length;

/** The one form in which a password is judged and hashed, however a keyboard composed its letters. */
export const normalisePassword = (password: string): string => password.normalize('NFC');

/** What is repeated counts once. */
function isRepetition(password: string): boolean {
  const lower = password.toLowerCase();
  const unit = shortestUnit(lower);
  return unit !== lower && lengthOf(unit) < MIN_PASSWORD_LENGTH;
}

const FAULTS: readonly {
  code: string;
  message: string;
  applies: (password: string, account: AccountNames) => boolean;
}[] = [
  {
    code: 'password-too-short',
    message: `Use at least ${MIN_PASSWORD_LENGTH} characters.`,
    applies: (password) => lengthOf(password) < MIN_PASSWORD_LENGTH,
  },
  {
    code: 'password-characters',
    message: 'Control characters cannot be part of a password.',
    applies: (password) => UNUSABLE.test(password),
  },
  {
    code: 'password-too-common',
    message: 'This is one of the passwords that are tried first.',
    applies: isCommonPassword,
  },
  {
    code: 'password-repetitive',
    message: 'This repeats a few characters.',
    applies: isRepetition,
  },
  {
    code: 'password-sequence',
    message: 'This follows the keyboard, the alphabet or the numbers.',
    applies: isSequence,
  },
  {
    code: 'password-like-account',
    message: 'This is too much like the mail address or the username.',
    applies: isLikeAccount,
  },
];

const TOO_LONG: PasswordFault = {
  code: 'password-too-long',
  message: `Use at most ${MAX_PASSWORD_LENGTH} characters.`,
};

/** What is wrong with a normalised password for this account; nothing when it may be used. */
export function faultsOfPassword(password: string, account: AccountNames): PasswordFault[] {
  // Alone, so that the rest never works on a text without end.
  if (lengthOf(password) > MAX_PASSWORD_LENGTH) return [TOO_LONG];
  const found = FAULTS.filter(({ applies }) => applies(password, account));
  return found.map(({ code, message }) => ({ code, message }));
}
