import { Problem } from '../../../../lib/problem';

/** What a refusal says, to who asked by a request and to who imports a table. */
export const REFUSALS = {
  'email-taken': 'Somebody has an account with this address already.',
  'username-taken': 'Somebody has this username already.',
  'own-account':
    'This is your own account: another administrator has to change its role, status or protection. Change your address where people change theirs.',
  'protected-account':
    'This account is protected: its role, access and address stay. Take its protection away first.',
  'last-admin': 'No other active administrator would be left.',
  'unknown-role': 'There is no such role, or nobody can be given it.',
  'invalid-email': 'This is no mail address.',
  'invalid-username':
    'A username has 3 to 30 letters, digits, dots, dashes or underscores, a letter or digit first and last.',
  'invalid-track': 'A track has 100 characters at most.',
  'unreadable-password': 'This is no password hash that Shoal can check.',
  repeated: 'The same address came before.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

type ConflictCode =
  | 'email-taken'
  | 'username-taken'
  | 'own-account'
  | 'protected-account'
  | 'last-admin';

/** Administrators are told what stands in the way: they may see every account. */
export const accountConflict = (code: ConflictCode): Problem =>
  new Problem({ type: 'conflict', code, detail: REFUSALS[code] });
