import { FilterFault, MAX_LENGTH } from './limits';

export interface Token {
  kind: 'name' | 'quoted-name' | 'text' | 'number' | 'sign' | 'end';
  /** What it says: a text without its quotes, a sign or a name as written. */
  value: string;
  at: string;
}

/*
 * From the grammar of CQL2 (annex B of OGC 21-065r2). Names take letters of any language, digits,
 * points, colons and underscores; `''` and `\'` are a quote within a text.
 */
const NAME = /[:_\p{L}][:_.\p{L}\p{N}\p{M}\u203f\u2040]*/uy;
const QUOTED_NAME = /"([:_\p{L}][:_.\p{L}\p{N}\p{M}\u203f\u2040]*)"/uy;
const TEXT = /'((?:''|\\'|[^'\\]|\\(?!'))*)'/uy;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/uy;
const SIGN = /<>|<=|>=|[=<>(),]/uy;
const BLANKS = /\s*/uy;

const KINDS = [
  ['quoted-name', QUOTED_NAME],
  ['text', TEXT],
  ['number', NUMBER],
  ['name', NAME],
  ['sign', SIGN],
] as const;

const placeOf = (index: number): string => `character ${index + 1}`;

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(source);
}

function readAt(source: string, index: number): { token: Token; end: number } {
  const at = placeOf(index);
  for (const [kind, pattern] of KINDS) {
    const found = matchAt(pattern, source, index);
    if (!found) continue;
    const [whole, inner] = found;
    const value = kind === 'text' ? (inner ?? '').replace(/''|\\'/g, "'") : (inner ?? whole);
    return { token: { kind, value, at }, end: index + whole.length };
  }
  const isOpenText = source[index] === "'";
  throw new FilterFault(isOpenText ? 'the text does not end.' : 'this cannot be read.', at);
}

/**
 * The words of a filter in text.
 * @throws FilterFault for a filter that is too long or holds what CQL2 does not know.
 */
export function readTokens(source: string): Token[] {
  if (source.length > MAX_LENGTH) {
    throw new FilterFault(`a filter has at most ${MAX_LENGTH} characters.`, placeOf(MAX_LENGTH));
  }
  const tokens: Token[] = [];
  const skipBlanks = (index: number) => index + (matchAt(BLANKS, source, index)?.[0].length ?? 0);
  let index = skipBlanks(0);
  while (index < source.length) {
    const { token, end } = readAt(source, index);
    tokens.push(token);
    index = skipBlanks(end);
  }
  tokens.push({ kind: 'end', value: '', at: placeOf(source.length) });
  return tokens;
}
