/** How many cases each letter of the acceptance catalogue has, and so on. */
export const CATALOGUE = {
  A: 20,
  T: 12,
  C: 9,
  F: 12,
  M: 8,
  L: 10,
  D: 8,
  S: 10,
  U: 16,
  E: 7,
} as const;

export const numbered = (letter: keyof typeof CATALOGUE, ...numbers: number[]): string[] =>
  numbers.map((number) => `${letter}-${String(number).padStart(2, '0')}`);

/** Which cases each `<name>.test.ts` beside this file runs. Every case is in one file. */
export const FILES: Record<string, string[]> = {
  'a-requests': numbered('A', 1, 11, 15, 16, 17, 19),
  'a-secrets': numbered('A', 2, 3, 4, 5, 6, 8, 9, 10, 18),
  'a-passwords': numbered('A', 7, 12, 13, 14, 20),
  't-tokens': numbered('T', 1, 2, 3, 4, 5, 6, 11),
  't-status': numbered('T', 7, 8, 9, 10, 12),
  'c-forgery': numbered('C', 1, 2, 3, 4, 5, 6, 7, 8, 9),
  'm-assignment': numbered('M', 1, 2, 3, 4, 5, 6, 7, 8),
};

/** Cases that are tables of requests, or run below HTTP, with the files (from the root) that name them. */
export const ELSEWHERE: Record<string, string[]> = {
  'tests/limits/queries.test.ts': numbered('F', 1, 2, 3, 4, 6, 7, 8, 9, 10, 12),
  'tests/limits/bodies.test.ts': [...numbered('F', 5, 11), ...numbered('D', 1, 2)],
  'tests/limits/guard.test.ts': numbered('D', 3, 4, 5, 6, 7, 8),
  'tests/limits/throttle.test.ts': numbered('L', 1, 2, 4, 5, 6, 8, 10),
  'tests/accounts/login.test.ts': numbered('L', 3),
  'tests/limits/throttle.postgis.test.ts': numbered('L', 7),
  'src/lib/throttle/bounded-memory.test.ts': numbered('L', 9),
  'tests/programme/group-scope.test.ts': numbered('S', 1, 2, 3, 5, 6, 8, 9),
  'tests/programme/announcements.test.ts': numbered('S', 4, 7),
  'tests/programme/api-tokens.test.ts': numbered('S', 10),
  'tests/files/refused.test.ts': numbered('U', 1, 2, 3, 7, 8),
  'tests/files/uploads.test.ts': numbered('U', 4, 5, 6, 10),
  'tests/files/taken.test.ts': numbered('U', 9),
  'tests/files/disconnects.test.ts': numbered('U', 11),
  'tests/files/s3.test.ts': numbered('U', 12, 15),
  'tests/files/links.test.ts': numbered('U', 13, 14),
  'tests/files/removal.test.ts': numbered('U', 16),
  'tests/jobs/smtp.test.ts': numbered('E', 1, 2),
  'tests/exchange/export-users.test.ts': numbered('E', 3, 5),
  'tests/exchange/import-users.test.ts': numbered('E', 4),
  'tests/exchange/interrupted.test.ts': numbered('E', 6, 7),
};
