import { endingOf } from './accepted-types';

const LONGEST = 200;
const NAMELESS = 'file';
/** Control signs, marks that turn the direction of what follows, halves of characters, and the like. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * What people are shown as the name of an upload: of what the client called it, the part behind
 * folders, as printable text of at most 200 characters that keeps its ending. It names nothing on disk.
 */
export function labelOf(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  const text = last.normalize('NFC').replace(UNPRINTABLE, '').replace(/\s+/g, ' ').trim();
  if (/^\.*$/.test(text)) return NAMELESS;
  const signs = [...text];
  if (signs.length <= LONGEST) return text;
  const ending = [...endingOf(text)];
  const kept = signs.slice(0, LONGEST - ending.length - 1).join('');
  return ending.length === 0 ? signs.slice(0, LONGEST).join('') : `${kept}.${ending.join('')}`;
}
