/** A word, or several in a row. */
export interface SearchTerm {
  text: string;
  isExcluded: boolean;
}

const TERM = /(-?)"([^"]*)"?|(\S+)/g;

/**
 * What people type into a search box: words that must all be there, "words in a row", -words that
 * must not, and `or` between alternatives. Any text can be read so.
 * @returns alternatives, each with its terms; none when nothing is asked for.
 */
export function parseSearch(typed: string): SearchTerm[][] {
  const alternatives: SearchTerm[][] = [[]];
  for (const [, sign, phrase, word] of typed.matchAll(TERM)) {
    if (word?.toLowerCase() === 'or') {
      alternatives.push([]);
      continue;
    }
    const isExcluded = sign === '-' || (word?.startsWith('-') ?? false);
    const text = phrase ?? (isExcluded ? word?.slice(1) : word) ?? '';
    if (text.trim() !== '') alternatives.at(-1)?.push({ text: text.trim(), isExcluded });
  }
  return alternatives.filter((terms) => terms.length > 0);
}
