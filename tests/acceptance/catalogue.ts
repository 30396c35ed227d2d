/** How many cases each letter of the acceptance catalogue has, and so on. */
export const CATALOGUE = { A: 20, T: 12, C: 9 } as const;

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
};
