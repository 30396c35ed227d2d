import { FilterFault } from './limits';
import { readTokens, type Token } from './tokens';

/** Words are read in order, each once; keywords and functions know no case. */
export function createTokenReader(source: string) {
  const tokens = readTokens(source);
  const last = tokens.at(-1) as Token; // there is always the end
  let index = 0;

  const peek = (ahead = 0): Token => tokens[index + ahead] ?? last;
  const saysWord = ({ kind, value }: Token, word: string) =>
    kind === 'name' && value.toUpperCase() === word;
  const isWord = (word: string, ahead = 0) => saysWord(peek(ahead), word);
  const isSign = (sign: string, ahead = 0) =>
    peek(ahead).kind === 'sign' && peek(ahead).value === sign;

  const fail = (expected: string): never => {
    const { kind, value, at } = peek();
    const found = kind === 'end' ? 'the filter ends' : `there is "${value.slice(0, 40)}"`;
    throw new FilterFault(`expected ${expected}, but ${found}.`, at);
  };

  function next(): Token {
    const token = peek();
    if (index < tokens.length - 1) index += 1;
    return token;
  }

  return {
    peek,
    next,
    isWord,
    isSign,
    fail,

    /** Takes the word if it comes next. */
    takeWord: (word: string): boolean => isWord(word) && next() !== undefined,

    takeSign: (sign: string): boolean => isSign(sign) && next() !== undefined,

    /** @throws FilterFault when something else comes next. */
    expectSign(sign: string): void {
      if (!isSign(sign)) fail(`"${sign}"`);
      next();
    },

    expectWord(word: string): void {
      if (!isWord(word)) fail(word);
      next();
    },

    expectText(what: string): Token {
      return peek().kind === 'text' ? next() : fail(what);
    },

    expectNumber(): Token {
      return peek().kind === 'number' ? next() : fail('a number');
    },
  };
}

export type TokenReader = ReturnType<typeof createTokenReader>;
