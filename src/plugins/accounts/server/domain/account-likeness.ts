/** What a password must not resemble. */
export interface AccountNames {
  email: string;
  username?: string | null | undefined;
}

/** Shorter names stand in many words by chance. */
const MIN_NAME_LENGTH = 4;
/** Three of twelve characters changed is still the name. */
const MAX_CHANGED_SHARE = 0.3;

/** Letters and digits only, without case, so that `Maria-Silva` is `mariasilva`. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** How many characters must be put in, left out or exchanged to make one of the other (Levenshtein). */
export function editDistance(one: string, other: string): number {
  const [rows, columns] = [[...one], [...other]];
  let previous = Array.from({ length: columns.length + 1 }, (_, index) => index);
  rows.forEach((letter, row) => {
    const current = [row + 1];
    columns.forEach((with_, column) => {
      const exchanged = (previous[column] ?? 0) + (letter === with_ ? 0 : 1);
      const removed = (previous[column + 1] ?? 0) + 1;
      const added = (current[column] ?? 0) + 1;
      current.push(Math.min(exchanged, removed, added));
    });
    previous = current;
  });
  return previous.at(-1) ?? 0;
}

/** Whether a password is the address, its local part or the username, holds one, or is nearly one. */
export function isLikeAccount(password: string, { email, username }: AccountNames): boolean {
  const candidate = bare(password);
  const localPart = email.slice(0, Math.max(0, email.lastIndexOf('@')));
  return [email, localPart, username ?? '']
    .map(bare)
    .filter((name) => name.length >= MIN_NAME_LENGTH)
    .some(
      (name) =>
        candidate.includes(name) ||
        editDistance(candidate, name) <=
          MAX_CHANGED_SHARE * Math.max(candidate.length, name.length),
    );
}
