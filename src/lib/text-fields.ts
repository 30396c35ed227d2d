import { z } from 'zod';

/** Control signs, ends of lines, and marks that turn the direction of all that follows. */
const NOT_ON_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** Control signs but for line breaks and tabs. */
const NOT_IN_A_TEXT = /[^\P{Cc}\n\r\t]/u;

/** A title: text on one line, emoji included, as long as its column is wide. */
export const titleText = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !NOT_ON_A_LINE.test(text), 'must be text on one line');

/** Text of several lines. */
export const longText = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !NOT_IN_A_TEXT.test(text), 'must not hold control characters');
