import type { IdCondition } from '../../lib/row-rule';
import { parseSearch, type SearchTerm } from './parse-search';

/** `like` takes these two for anything, and the third to say that they are meant. */
const literally = (text: string) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

interface Bound {
  sql: string;
  bindings: Record<string, string>;
}

/** Every other text has words with `ph` or `co` inside; such a short word is the beginning of one. */
const SHORT_WORD = /^[a-z0-9]{1,2}$/i;

/**
 * A term is found as words, in English by their stems, and as part of the text, which also finds
 * words of languages that do not part them. Relies on announcements_search_words_idx and
 * announcements_search_text_idx.
 */
function conditionOf({ text, isExcluded }: SearchTerm, name: string): Bound {
  const isShort = SHORT_WORD.test(text);
  const found = `(search_words @@ (phraseto_tsquery('english', :${name}Words)
                             || phraseto_tsquery('simple', :${name}Words))
        or search_text ${isShort ? '~' : 'like'} lower(:${name}Part))`;
  const part = isShort ? `\\m${text}` : `%${literally(text)}%`;
  return {
    sql: isExcluded ? `not ${found}` : found,
    bindings: { [`${name}Words`]: text, [`${name}Part`]: part },
  };
}

/** Announcements that say what was typed; undefined when nothing is asked for. */
export function searchCondition(typed: string): IdCondition | undefined {
  const alternatives = parseSearch(typed).map((terms, group) =>
    terms.map((term, index) => conditionOf(term, `g${group}t${index}`)),
  );
  if (alternatives.length === 0) return undefined;
  const sql = alternatives.map((terms) => `(${terms.map((term) => term.sql).join(' and ')})`);
  return {
    idIn: `select id from announcements where ${sql.join(' or ')}`,
    bindings: Object.assign({}, ...alternatives.flat().map(({ bindings }) => bindings)) as Record<
      string,
      string
    >,
  };
}
