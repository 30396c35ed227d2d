import { dictionary } from '@zxcvbn-ts/language-common';
import { shortestUnit } from './repetition';

/** 49,000 passwords that were found in breaches, in lower case, the most used first. */
const KNOWN = new Set<string>(dictionary.passwords);

/** What people put behind (and some before) a word to please a rule about digits and signs. */
const DECORATION = /^[\p{N}\p{P}\p{S}\p{Z}]+|[\p{N}\p{P}\p{S}\p{Z}]+$/gu;

/** A rest of two letters says nothing about what stands around it. */
const MIN_WORD_LENGTH = 3;

/**
 * Whether this is one of the passwords that are tried first: in any case, with digits and signs
 * around it, or several times in a row.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  const bare = (text: string) => text.replace(DECORATION, '');
  return [lower, bare(lower)]
    .flatMap((text) => [text, shortestUnit(text), bare(shortestUnit(text))])
    .some((word) => word.length >= MIN_WORD_LENGTH && KNOWN.has(word));
}
